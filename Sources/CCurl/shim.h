#ifndef VNET_CCURL_H
#define VNET_CCURL_H
// libcurl. What it takes and gives by variadic functions, which Swift does not import, goes by one function a type.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>
#include <fcntl.h>

static inline CURLcode vnet_curl_set(CURL *curl, CURLoption option, long value) {
    return curl_easy_setopt(curl, option, value);
}

/// libcurl keeps a copy.
static inline CURLcode vnet_curl_set_text(CURL *curl, CURLoption option, const char *value) {
    return curl_easy_setopt(curl, option, value);
}

/// libcurl keeps the pointer.
static inline CURLcode vnet_curl_set_pointer(CURL *curl, CURLoption option, void *value) {
    return curl_easy_setopt(curl, option, value);
}

static inline CURLcode vnet_curl_set_size(CURL *curl, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(curl, option, value);
}

/// A program that is started meanwhile does not hold the connection open.
static inline int vnet_curl_close_on_exec(void *context, curl_socket_t socket, curlsocktype purpose) {
    (void)context;
    (void)purpose;
    return fcntl(socket, F_SETFD, FD_CLOEXEC) == 0 ? CURL_SOCKOPT_OK : CURL_SOCKOPT_ERROR;
}

/// Has `read` give what is uploaded, `debug` be shown what is said, and `prereq` decide whether a request may begin, each
/// with `context`.
static inline void vnet_curl_set_callbacks(
    CURL *curl, curl_read_callback read, curl_debug_callback debug, curl_prereq_callback prereq, void *context) {
    curl_easy_setopt(curl, CURLOPT_SOCKOPTFUNCTION, vnet_curl_close_on_exec);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, read);
    curl_easy_setopt(curl, CURLOPT_READDATA, context);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, debug);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, context);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_PREREQFUNCTION, prereq);
    curl_easy_setopt(curl, CURLOPT_PREREQDATA, context);
}

static inline long vnet_curl_get(CURL *curl, CURLINFO info) {
    long value = 0;
    curl_easy_getinfo(curl, info, &value);
    return value;
}

static inline curl_socket_t vnet_curl_socket(CURL *curl) {
    curl_socket_t value = CURL_SOCKET_BAD;
    curl_easy_getinfo(curl, CURLINFO_ACTIVESOCKET, &value);
    return value;
}

/// The certificates that the server showed, its own first; libcurl keeps them.
static inline const struct curl_certinfo *vnet_curl_certificates(CURL *curl) {
    struct curl_certinfo *value = NULL;
    curl_easy_getinfo(curl, CURLINFO_CERTINFO, &value);
    return value;
}

static inline CURLcode vnet_curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
#endif
