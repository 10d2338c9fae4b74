// load PATH CONNECTIONS IN_FLIGHT SECONDS LINE [END [OPENING]]: sends LINE over a Unix socket for so long, on so many
// connections with so many requests in flight on each, and prints requests a second and, with one in flight, the median
// and the 99th percentile of how long a reply takes, in microseconds.
//
// Each reply has one END, a line feed unless given, which holds for redis' simple replies and for JSON lines alike, so that
// the same client measures all. OPENING is a line that has to be sent first, after which a greeting and an answer come.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 20, SAMPLES = 1 << 22 };
struct connection { int fd; long unanswered; double sent; };

static char *buffer, end = '\n';
static float *samples;
static long sampled;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static int ascending(const void *a, const void *b) {
    float difference = *(const float *)a - *(const float *)b;
    return (difference > 0) - (difference < 0);
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

// Blocking: what is in flight is far less than a socket's buffer takes.
static void transmit(struct connection *c, const char *bytes, size_t size) {
    if (write(c->fd, bytes, size) != (ssize_t)size) fail("write");
}

// How many replies end in what has come.
static long receive(struct connection *c) {
    ssize_t size = read(c->fd, buffer, BUFFER);
    if (size <= 0) fail("read");
    long replies = 0;
    for (char *at = buffer; (at = memchr(at, end, buffer + size - at)); at++) replies++;
    return replies;
}

static void dial(struct connection *c, const char *path, const char *opening) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    strncpy(address.sun_path, path, sizeof address.sun_path - 1);
    c->fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(c->fd, (struct sockaddr *)&address, sizeof address)) fail(path);
    if (!opening) return;
    transmit(c, opening, strlen(opening));
    transmit(c, "\n", 1);
    for (long replies = 0; replies < 2;) replies += receive(c);
}

int main(int count, char **words) {
    if (count < 6) return fprintf(stderr, "load PATH CONNECTIONS IN_FLIGHT SECONDS LINE [END [OPENING]]\n"), 64;
    int connections = atoi(words[2]), in_flight = atoi(words[3]), open = connections;
    size_t length = strlen(words[5]) + 1;
    char *batch = malloc(length * in_flight);
    buffer = malloc(BUFFER);
    samples = malloc(SAMPLES * sizeof *samples);
    if (count > 6) end = *words[6];
    for (int i = 0; i < in_flight; i++) {
        memcpy(batch + i * length, words[5], length - 1);
        batch[(i + 1) * length - 1] = '\n';
    }
    struct connection *all = calloc(connections, sizeof *all);
    int set = epoll_create1(0);
    for (int i = 0; i < connections; i++) {
        dial(&all[i], words[1], count > 7 ? words[7] : NULL);
        epoll_ctl(set, EPOLL_CTL_ADD, all[i].fd, &(struct epoll_event){EPOLLIN, {.ptr = &all[i]}});
    }
    double start = now(), stop = start + atof(words[4]);
    long answered = 0;
    for (int i = 0; i < connections; i++) {
        all[i].sent = now();
        all[i].unanswered = in_flight;
        transmit(&all[i], batch, in_flight * length);
    }
    while (open > 0) {
        struct epoll_event events[64];
        int ready = epoll_wait(set, events, 64, 10000);
        if (ready <= 0) fail("no reply in 10 s");
        for (int i = 0; i < ready; i++) {
            struct connection *c = events[i].data.ptr;
            long replies = receive(c);
            double time = now();
            answered += replies;
            c->unanswered -= replies;
            if (in_flight == 1 && replies && sampled < SAMPLES) samples[sampled++] = (time - c->sent) * 1e6;
            if (time < stop && replies) {
                c->sent = time;
                c->unanswered += replies;
                transmit(c, batch, replies * length);
            }
            if (c->unanswered == 0) {
                epoll_ctl(set, EPOLL_CTL_DEL, c->fd, NULL);
                open--;
            }
        }
    }
    double rate = answered / (now() - start);
    qsort(samples, sampled, sizeof *samples, ascending);
    if (sampled) printf("%.0f %.2f %.2f\n", rate, samples[sampled / 2], samples[sampled * 99 / 100]);
    else printf("%.0f\n", rate);
    return 0;
}
