#ifndef VNET_CSYSTEMD_H
#define VNET_CSYSTEMD_H
// libsystemd, and what the Glibc module leaves out: epoll, eventfd, and the credentials of a Unix socket's peer.
#include <errno.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/types.h>
#include <systemd/sd-daemon.h>
#include <systemd/sd-event.h>
#include <systemd/sd-journal.h>
#include <unistd.h>

struct vnet_peer {
    uid_t uid;
    gid_t gid;
    pid_t pid;
};

/// 0, or an errno.
static inline int vnet_peer_of(int fd, struct vnet_peer *peer) {
    struct {
        pid_t pid;
        uid_t uid;
        gid_t gid;
    } credentials;
    socklen_t length = sizeof credentials;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &credentials, &length) < 0) return errno;
    peer->uid = credentials.uid;
    peer->gid = credentials.gid;
    peer->pid = credentials.pid;
    return 0;
}

/// The number of supplementary groups of the peer, at most `capacity` of which are stored; or -1.
static inline int vnet_peer_groups(int fd, gid_t *groups, int capacity) {
    socklen_t length = (socklen_t)capacity * sizeof(gid_t);
    if (getsockopt(fd, SOL_SOCKET, 59 /* SO_PEERGROUPS */, groups, &length) < 0) return -1;
    return (int)(length / sizeof(gid_t));
}

/// As recv, and stores the first descriptor that came along, or -1; any other is closed.
static inline ssize_t vnet_receive(int fd, void *buffer, size_t size, int *passed) {
    union {
        char bytes[CMSG_SPACE(16 * sizeof(int))];
        struct cmsghdr align;
    } control;
    struct iovec part = {buffer, size};
    struct msghdr message = {0};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.bytes;
    message.msg_controllen = sizeof control.bytes;
    *passed = -1;
    ssize_t count = recvmsg(fd, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
    if (count < 0) return count;
    for (struct cmsghdr *head = CMSG_FIRSTHDR(&message); head; head = CMSG_NXTHDR(&message, head)) {
        if (head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS) continue;
        int descriptors[16];
        size_t bytes = head->cmsg_len - CMSG_LEN(0);
        if (bytes > sizeof descriptors) bytes = sizeof descriptors;
        memcpy(descriptors, CMSG_DATA(head), bytes);
        for (size_t index = 0; index < bytes / sizeof(int); index++) {
            if (*passed < 0) *passed = descriptors[index];
            else close(descriptors[index]);
        }
    }
    return count;
}
#endif
