/**
 * System calls by what they serve. The first five families are what Docker Engine allows to every container, read from
 * the OCI configuration of a running container (linux.seccomp), less the calls of 32-bit ABIs, which the filter
 * refuses as a whole, and the few that `seccomp.ts` names as refused; with their newer forms.
 */
const FILES = `
  access cachestat chdir chmod chown close close_range copy_file_range creat dup dup2 dup3 faccessat
  faccessat2 fadvise64 fallocate fanotify_mark fchdir fchmod fchmodat fchmodat2 fchown fchownat fcntl
  fdatasync fgetxattr flistxattr flock fremovexattr fsetxattr fstat fstatfs fsync ftruncate futimesat getcwd
  getdents getdents64 getxattr inotify_add_watch inotify_init inotify_init1 inotify_rm_watch ioctl lchown
  lgetxattr link linkat listxattr llistxattr lremovexattr lseek lsetxattr lstat mkdir mkdirat mknod mknodat
  newfstatat open openat openat2 pread64 preadv preadv2 pwrite64 pwritev pwritev2 read readahead readlink
  readlinkat readv removexattr rename renameat renameat2 rmdir sendfile setxattr splice stat statfs statx
  symlink symlinkat sync sync_file_range syncfs tee truncate umask unlink unlinkat utime utimensat utimes
  vmsplice write writev`;

const MEMORY = `
  brk madvise map_shadow_stack membarrier memfd_create memfd_secret mincore mlock mlock2 mlockall mmap
  mprotect mremap mseal msync munlock munlockall munmap remap_file_pages shmat shmctl shmdt shmget`;

const NETWORK = `
  accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom recvmmsg recvmsg sendmmsg
  sendmsg sendto setsockopt shutdown socketpair`;

const EVENTS = `
  alarm clock_nanosleep epoll_create epoll_create1 epoll_ctl epoll_pwait epoll_pwait2 epoll_wait eventfd
  eventfd2 futex futex_requeue futex_wait futex_waitv futex_wake get_robust_list getitimer io_cancel
  io_destroy io_getevents io_pgetevents io_setup io_submit mq_getsetattr mq_notify mq_open mq_timedreceive
  mq_timedsend mq_unlink msgctl msgget msgrcv msgsnd nanosleep pause pipe pipe2 poll ppoll pselect6 select
  semctl semget semop semtimedop set_robust_list setitimer signalfd signalfd4 timer_create timer_delete
  timer_getoverrun timer_gettime timer_settime timerfd_create timerfd_gettime timerfd_settime`;

const PROCESSES = `
  adjtimex arch_prctl capget capset clock_adjtime clock_getres clock_gettime execve execveat exit exit_group
  fork getcpu getegid geteuid getgid getgroups getpgid getpgrp getpid getppid getpriority getrandom getresgid
  getresuid getrlimit getrusage getsid gettid gettimeofday getuid ioprio_get ioprio_set kill landlock_add_rule
  landlock_create_ruleset landlock_restrict_self pidfd_open pidfd_send_signal prctl prlimit64 process_mrelease
  restart_syscall rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend
  rt_sigtimedwait rt_tgsigqueueinfo sched_get_priority_max sched_get_priority_min sched_getaffinity
  sched_getattr sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr
  sched_setparam sched_setscheduler sched_yield seccomp set_tid_address setfsgid setfsuid setgid setgroups
  setpgid setpriority setregid setresgid setresuid setreuid setrlimit setsid setuid sigaltstack sysinfo tgkill
  time times tkill uname vfork wait4 waitid`;

/** What a nested Docker Engine needs beyond them: Docker Engine allows these with the capability that each one demands. */
const NESTED_ENGINE = `
  chroot clone clone3 fsconfig fsmount fsopen fspick kcmp listmount mount mount_setattr move_mount name_to_handle_at
  open_tree pidfd_getfd pivot_root process_madvise process_vm_readv process_vm_writev ptrace setdomainname sethostname
  setns statmount umount umount2 unshare`;

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Calls that a sandbox may make with any argument. */
export const ALLOWED_CALLS: readonly string[] = words(
  [FILES, MEMORY, NETWORK, EVENTS, PROCESSES, NESTED_ENGINE].join(' '),
);
