# Turns on simple quota groups on the mounted btrfs given as argument; fails where the kernel has none (before 6.7).
# ioctl(2) BTRFS_IOC_QUOTA_CTL with BTRFS_QUOTA_CTL_ENABLE_SIMPLE_QUOTA, from linux/btrfs.h: Debian 12's btrfs(8) does
# not know the word yet.
use strict;
use warnings;

open my $directory, '<', $ARGV[0] or die "$ARGV[0]: $!\n";
my $arguments = pack 'QQ', 4, 0;
ioctl $directory, 0xC0109428, $arguments or die "$ARGV[0]: $!\n";
