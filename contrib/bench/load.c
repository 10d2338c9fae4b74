// load PATH CONNECTIONS IN_FLIGHT REQUESTS LINE: sends LINE over a Unix socket as often as asked, on so many connections
// with so many requests in flight on each, and prints requests a second. A reply is what ends with a line feed, which
// holds for redis' simple replies and for JSON lines alike, so that the same client measures both.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

struct connection { int fd; long to_send, to_receive; size_t offset; };

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

int main(int count, char **words) {
    if (count != 6) return fprintf(stderr, "load PATH CONNECTIONS IN_FLIGHT REQUESTS LINE\n"), 64;
    int connections = atoi(words[2]), in_flight = atoi(words[3]);
    long each = atol(words[4]) / connections;
    size_t length = strlen(words[5]) + 1;
    char *batch = malloc(length * in_flight), *buffer = malloc(1 << 20);
    for (int i = 0; i < in_flight; i++) {
        memcpy(batch + i * length, words[5], length - 1);
        batch[(i + 1) * length - 1] = '\n';
    }
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, words[1], sizeof address.sun_path - 1);
    struct connection *all = calloc(connections, sizeof *all);
    int set = epoll_create1(0), open = connections;
    for (int i = 0; i < connections; i++) {
        struct connection *c = &all[i];
        c->fd = socket(AF_UNIX, SOCK_STREAM, 0);
        if (connect(c->fd, (struct sockaddr *)&address, sizeof address)) fail(words[1]);
        c->to_send = c->to_receive = each;
        struct epoll_event event = {EPOLLIN, {.ptr = c}};
        epoll_ctl(set, EPOLL_CTL_ADD, c->fd, &event);
    }
    double start = now();
    for (int i = 0; i < connections; i++) {
        long first = each < in_flight ? each : in_flight;
        if (write(all[i].fd, batch, first * length) != (ssize_t)(first * length)) fail("write");
        all[i].to_send -= first;
    }
    while (open > 0) {
        struct epoll_event events[64];
        int ready = epoll_wait(set, events, 64, 10000);
        if (ready <= 0) fail("no reply in 10 s");
        for (int i = 0; i < ready; i++) {
            struct connection *c = events[i].data.ptr;
            ssize_t size = read(c->fd, buffer, 1 << 20);
            if (size <= 0) fail("read");
            long replies = 0;
            for (char *at = buffer; (at = memchr(at, '\n', buffer + size - at)); at++) replies++;
            c->to_receive -= replies;
            long more = c->to_send < replies ? c->to_send : replies;
            c->to_send -= more;
            // Blocking: what is in flight is far less than a socket's buffer takes.
            if (more && write(c->fd, batch, more * length) != (ssize_t)(more * length)) fail("write");
            if (c->to_receive == 0) {
                epoll_ctl(set, EPOLL_CTL_DEL, c->fd, NULL);
                open--;
            }
        }
    }
    printf("%.0f\n", each * connections / (now() - start));
    return 0;
}
