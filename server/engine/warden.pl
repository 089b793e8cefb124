#!/usr/bin/perl
# The warden: the only way in which the server looks or acts outside the sandboxes with the rights of the machine's root.
# Reads one request a line and answers with lines that end in `= end`. It knows three verbs and nothing else, starts no
# process, and opens files of /proc and of the cgroup file systems only, under names that the kernel makes: never a path
# that a sandbox writes. Perl, for one process reads it all in a few milliseconds where a shell starts five.
#
#   perl warden.pl <uid> <gid>      host ids of the sandboxes' root
#
#   delegate <id>   gives the sandbox its own cgroup subtree: owner of its directory and of the files that move processes
#                   (v1: cgroup.procs and tasks, in each hierarchy; v2: as cgroup-v2.rst, "Delegation", says, for runc
#                   does it under systemd only), never of a limit file. v2 also bounds the number of groups.
#   thaw <id>       v1: wakes every frozen group of the sandbox, for a frozen process does not die even of SIGKILL (kernel's
#                   freezer-subsystem.rst). v2: nothing to do, its freezer lets processes be killed (cgroup-v2.rst).
#   observe <id>    report on the sandbox whose container is <id>, 64 hexadecimal digits:
#
#     = host <cgroup version> <kernel release> <id> <uid> <gid>
#     = processes     `/proc/<pid>/<file>:<line>` for some fields of status, the cgroups read here, and uid_map
#     = groups        `<directory>/<file>:<line>`, for each group of a nested container that has a process
#     = namespaces    `/proc/<pid>/ns/<type> <type>:[<inode>]`
#     = commands      `/proc/<pid>/cmdline:<argument>`, one line per argument, line breaks made tabs; 4 KiB per process
#     = end
#
# Every line that comes from the kernel begins with `/`, so no process can write one that looks like ours: the kernel
# escapes line breaks in process names and refuses them in cgroup names, and arguments end at their NUL, not at a line
# break. A request that is refused is answered `= error <reason>`, then `= end`.
use strict;
use warnings;

my ($uid, $gid) = @ARGV;
my $base = '/sys/fs/cgroup';
my $most_processes = 600;
my $most_groups = 1000;
my $most_arguments = 4096;

my $version = -e "$base/cgroup.controllers" ? 2 : 1;
my $release = content('/proc/sys/kernel/osrelease') =~ s/\s+$//r;

# What moves processes and shares controllers out below a group.
my %movers = (1 => [qw(cgroup.procs tasks)], 2 => [qw(cgroup.procs cgroup.threads cgroup.subtree_control)]);

my %group_files = (
  all => [qw(memory.max memory.current memory.swap.max memory.events pids.max pids.current cpu.max cpu.weight cpu.stat)],
  memory => [qw(memory.limit_in_bytes memory.usage_in_bytes memory.memsw.limit_in_bytes memory.oom_control)],
  pids => [qw(pids.max pids.current)],
  cpu => [qw(cpu.cfs_quota_us cpu.cfs_period_us cpu.shares cpu.stat)],
  cpuacct => [qw(cpuacct.usage)],
);

sub content {
  my ($path, $most) = @_;
  open my $file, '<', $path or return '';
  my ($text, $size) = ('', $most // 65536);
  1 while length $text < $size && sysread $file, $text, $size - length $text, length $text;
  return $text;
}

sub entries {
  my ($directory) = @_;
  opendir my $handle, $directory or return;
  my @names = grep { !/^\.\.?$/ } readdir $handle;
  return @names;
}

# The sandbox's directories, in every hierarchy, under our engine's parent or as other engines name them.
sub directories_of {
  my ($id) = @_;
  my @roots = $version == 2 ? ($base) : map { "$base/$_" } entries($base);
  return grep { -d } map { ("$_/etanche/$id", "$_/docker/$id", "$_/system.slice/docker-$id.scope") } @roots;
}

sub delegate {
  my ($id) = @_;
  my @directories = directories_of($id) or return "= error unknown sandbox\n";
  for my $directory (@directories) {
    if ($version == 2 && open my $file, '>', "$directory/cgroup.max.descendants") { print $file $most_groups }
    chown $uid, $gid, $directory, map { "$directory/$_" } @{ $movers{$version} };
  }
  return '';
}

sub thaw {
  my ($id) = @_;
  my @waiting = grep { -e "$_/freezer.state" } directories_of($id);
  my $groups = 0;
  # From the top: a group stays frozen as long as one above it is.
  while (defined(my $group = shift @waiting)) {
    if (open my $file, '>', "$group/freezer.state") { print $file 'THAWED' }
    last if ++$groups >= $most_groups;
    push @waiting, grep { -d } map { "$group/$_" } entries($group);
  }
  return '';
}

# Processes of a group and of those below it.
sub processes_below {
  my (@waiting) = @_;
  my ($groups, @pids) = (0);
  while (defined(my $group = shift @waiting)) {
    push @pids, split ' ', content("$group/cgroup.procs");
    last if @pids >= $most_processes;
    for my $name (entries($group)) {
      next unless $groups < $most_groups && -d "$group/$name";
      push @waiting, "$group/$name";
      $groups++;
    }
  }
  splice @pids, $most_processes if @pids > $most_processes;
  return @pids;
}

# The directory of the innermost container on a cgroup path: up to its last component of 64 hexadecimal digits.
sub container_directory {
  my ($path, $id) = @_;
  my @parts = split m{/}, $path;
  for my $last (reverse 1 .. $#parts) {
    return join '/', @parts[0 .. $last] if $parts[$last] =~ /^[0-9a-f]{64}\z/ && $parts[$last] ne $id;
  }
  return undef;
}

sub observe {
  my ($id) = @_;
  my ($root) = grep { $version == 2 || m{^\Q$base\E/pids/} } directories_of($id);
  return "= error unknown sandbox\n" unless defined $root;
  my @pids = processes_below($root);
  my ($report, $namespaces, $commands) = ("= host $version $release $id $uid $gid\n= processes\n", '', '');
  my %groups;
  for my $pid (@pids) {
    my $process = "/proc/$pid";
    for (split /\n/, content("$process/status")) {
      $report .= "$process/status:$_\n" if /^(?:Name|PPid|Uid|Gid|Groups|NSpid|CapEff|CapBnd|NoNewPrivs|Seccomp|Seccomp_filters):/;
    }
    for (split /\n/, content("$process/cgroup")) {
      my (undef, $controllers, $path) = split /:/, $_, 3;
      next unless $version == 2 ? /^0:/ : $controllers =~ /^(?:memory|pids|cpu|cpuacct|cpu,cpuacct)\z/;
      $report .= "$process/cgroup:$_\n";
      my $directory = container_directory($path, $id) // next;
      if ($version == 2) { $groups{"$base$directory"} = 'all' }
      else { $groups{"$base/$_$directory"} = $_ for split /,/, $controllers }
    }
    $report .= "$process/uid_map:$_\n" for split /\n/, content("$process/uid_map");
    for my $type (qw(cgroup ipc mnt net pid time user uts)) {
      my $link = readlink "$process/ns/$type" // next;
      $namespaces .= "$process/ns/$type $link\n";
    }
    $commands .= "$process/cmdline:$_\n" for split /\0/, content("$process/cmdline", $most_arguments) =~ tr/\n/\t/r;
  }
  $report .= "= groups\n";
  for my $directory (sort keys %groups) {
    for my $name (@{ $group_files{ $groups{$directory} } }) {
      $report .= "$directory/$name:$_\n" for split /\n/, content("$directory/$name");
    }
  }
  return "$report= namespaces\n$namespaces= commands\n$commands";
}

my %verbs = (delegate => \&delegate, observe => \&observe, thaw => \&thaw);
$| = 1;
while (my $request = <STDIN>) {
  my ($verb, $id) = $request =~ /^([a-z]+) ([0-9a-f]{64})\n\z/;
  my $work = $verbs{ $verb // '' };
  print $work ? $work->($id) : "= error refused request\n", "= end\n";
}
