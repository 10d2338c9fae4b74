// spawn RUNS COMMAND [ARGUMENT...]: runs a command so often, its output thrown away, and prints the median of its time in
// seconds and of its peak memory in KiB. It is small itself, for a process starts with the peak of what started it.
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static int ascending(const void *a, const void *b) {
    double difference = *(const double *)a - *(const double *)b;
    return (difference > 0) - (difference < 0);
}

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

int main(int count, char **words) {
    if (count < 3) return fprintf(stderr, "spawn RUNS COMMAND [ARGUMENT...]\n"), 64;
    int runs = atoi(words[1]);
    double *seconds = calloc(runs, sizeof *seconds), *peaks = calloc(runs, sizeof *peaks);
    for (int run = 0; run < runs; run++) {
        double begun = now();
        pid_t child = vfork();
        if (child == 0) {
            dup2(open("/dev/null", O_WRONLY), STDOUT_FILENO);
            execv(words[2], words + 2);
            _exit(127);
        }
        int status;
        struct rusage usage;
        if (child < 0 || wait4(child, &status, 0, &usage) < 0 || status != 0) {
            fprintf(stderr, "%s failed\n", words[2]);
            return 1;
        }
        seconds[run] = now() - begun;
        peaks[run] = usage.ru_maxrss;
    }
    qsort(seconds, runs, sizeof *seconds, ascending);
    qsort(peaks, runs, sizeof *peaks, ascending);
    printf("%.6f %.0f\n", seconds[runs / 2], peaks[runs / 2]);
    return 0;
}
