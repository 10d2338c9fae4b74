// sql read DATABASE COHORT SECONDS < STATEMENTS: runs the statements, each on a line, with the cohort as their first
// parameter, steps through all rows and columns, and prints how often it did all of them a second.
// sql commit DATABASE SECONDS: commits one small row after the other at synchronous=FULL, and prints commits a second.
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static sqlite3 *database;

static void check(int code) {
    if (code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE) return;
    fprintf(stderr, "%s\n", sqlite3_errmsg(database));
    exit(1);
}

static sqlite3_stmt *prepare(const char *sql) {
    sqlite3_stmt *statement;
    check(sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
    return statement;
}

static void run(sqlite3_stmt *statement) {
    static volatile long sink;
    int code;
    while ((code = sqlite3_step(statement)) == SQLITE_ROW)
        for (int column = 0; column < sqlite3_column_count(statement); column++) {
            sqlite3_column_text(statement, column);
            sink += sqlite3_column_bytes(statement, column);
        }
    check(code);
    sqlite3_reset(statement);
}

int main(int count, char **words) {
    if (count < 4) return fprintf(stderr, "sql read DATABASE COHORT SECONDS | sql commit DATABASE SECONDS\n"), 64;
    check(sqlite3_open(words[2], &database));
    check(sqlite3_exec(database, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", 0, 0, 0));
    sqlite3_stmt *begin = prepare("BEGIN"), *end = prepare("COMMIT");
    sqlite3_stmt *statements[64];
    int number = 0;
    double seconds = atof(words[count - 1]);
    if (!strcmp(words[1], "read")) {
        char line[8192];
        while (number < 64 && fgets(line, sizeof line, stdin)) {
            statements[number] = prepare(line);
            if (sqlite3_bind_parameter_count(statements[number]))
                sqlite3_bind_int64(statements[number], 1, atoll(words[3]));
            number++;
        }
    } else {
        check(sqlite3_exec(database, "CREATE TABLE IF NOT EXISTS t (id INTEGER PRIMARY KEY, a, b, c)", 0, 0, 0));
        statements[number++] = prepare("INSERT INTO t (a, b, c) VALUES (1, 'visit.agree', 'visit 1')");
    }
    long rounds = 0;
    double start = now(), stop = start + seconds;
    while (now() < stop) {
        run(begin);
        for (int i = 0; i < number; i++) run(statements[i]);
        run(end);
        rounds++;
    }
    printf("%.0f\n", rounds / (now() - start));
    return 0;
}
