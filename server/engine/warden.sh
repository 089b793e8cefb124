#!/bin/sh
# The warden: the only way in which the server looks or acts outside the sandboxes with the rights of the machine's root.
# Reads one request a line and answers with lines that end in `= end`. It knows two verbs and nothing else. It opens
# files of /proc and of the cgroup file systems only, under names that the kernel makes: never a path that a sandbox writes.
#
#   sh warden.sh <uid> <gid>      host ids of the sandboxes' root
#
#   delegate <id>   gives the sandbox its own cgroup subtree. v1: owner of its directory, cgroup.procs and tasks in each
#                   hierarchy, never of a limit file. v2: the kernel has delegated; bounds the number of groups.
#   observe <id>    report on the sandbox whose container is <id>, 64 hexadecimal digits:
#
#     = host <cgroup version> <kernel release> <id> <uid> <gid>
#     = processes     `/proc/<pid>/<file>:<line>` for some fields of status, the cgroups read here, and uid_map
#     = groups        `<directory>/<file>:<line>`, for each group of a nested container that has a process
#     = namespaces    `/proc/<pid>/ns/<type> <type>:[<inode>]`
#     = commands      `/proc/<pid>/cmdline:<argument>`, one line per argument, line breaks made tabs; 256 KiB at most
#     = end
#
# Every line that comes from the kernel begins with `/`, so no process can write one that looks like ours: the kernel
# escapes line breaks in process names and refuses them in cgroup names, and arguments end at their NUL, not at a line
# break. A request that is refused is answered `= error <reason>`, then `= end`.
export LC_ALL=C
uid=$1 gid=$2
base=/sys/fs/cgroup
most_processes=600
most_groups=1000
most_command_bytes=262144

if [ -f $base/cgroup.controllers ]; then version=2; else version=1; fi
release=$(uname -r)

# Sets `found` to the sandbox's directories, in every hierarchy, under our engine's parent or as other engines name them.
find_directories() {
  found=
  for candidate in $base/etanche/"$1" $base/docker/"$1" $base/system.slice/docker-"$1".scope \
    $base/*/etanche/"$1" $base/*/docker/"$1" $base/*/system.slice/docker-"$1".scope; do
    [ ! -d "$candidate" ] || found="$found $candidate"
  done
}

delegate() {
  find_directories "$1"
  for directory in $found; do
    if [ $version = 2 ]; then
      echo $most_groups >"$directory/cgroup.max.descendants"
    else
      chown "$uid:$gid" "$directory" "$directory/cgroup.procs" "$directory/tasks"
    fi
  done 2>/dev/null
  [ -n "$found" ] || echo '= error unknown sandbox'
}

# Sets `pids` to the processes of the groups under $1, by builtins alone. Group names may hold anything but / and a line break.
list_processes() {
  pids= count=0 groups=0
  set -- "$1"
  while [ $# -gt 0 ]; do
    group=$1
    shift
    while [ $count -lt $most_processes ] && read -r pid; do
      pids="$pids $pid"
      count=$((count + 1))
    done <"$group/cgroup.procs"
    for child in "$group"/*/; do
      [ $groups -lt $most_groups ] && [ -d "$child" ] || break
      set -- "$@" "${child%/}"
      groups=$((groups + 1))
    done
  done 2>/dev/null
}

observe() {
  find_directories "$1"
  root=
  for directory in $found; do
    case $version$directory in
      1*/pids/* | 2*) root=$directory ;;
    esac
  done
  [ -n "$root" ] || { echo '= error unknown sandbox'; return; }
  list_processes "$root"
  echo "= host $version $release $1 $uid $gid"
  namespaces= commands=
  for pid in $pids; do
    namespaces="$namespaces /proc/$pid/ns"
    commands="$commands /proc/$pid/cmdline"
  done
  echo '= processes'
  awk -v version=$version -v base=$base -v sandbox="${root##*/}" "$report" $pids
  echo '= namespaces'
  [ -z "$pids" ] || find $namespaces -maxdepth 1 -type l ! -name '*_for_children' -printf '%p %l\n' 2>/dev/null
  echo '= commands'
  grep -aHz '' $commands /dev/null 2>/dev/null | tr '\n\0' '\t\n' | head -c $most_command_bytes
  echo
}

# Processes, then the groups of nested containers found in their cgroup lines. No process is started for any file.
report='
function show(file, wanted,   line) {
  while ((getline line < file) > 0) if (line ~ wanted) print file ":" line
  close(file)
}
# The directory of the innermost container on a cgroup path: up to its last component of 64 hexadecimal digits.
function container(path,   parts, count, i, found, result) {
  count = split(path, parts, "/")
  found = 0
  for (i = 2; i <= count; i++) if (length(parts[i]) == 64 && parts[i] !~ /[^0-9a-f]/ && parts[i] != sandbox) found = i
  if (!found) return ""
  for (i = 2; i <= found; i++) result = result "/" parts[i]
  return result
}
function groups(pid,   file, line, fields, directory, controllers, i, count) {
  file = "/proc/" pid "/cgroup"
  while ((getline line < file) > 0) {
    split(line, fields, ":")
    if (version == 2 ? fields[1] != "0" : fields[2] !~ /^(memory|pids|cpu|cpuacct|cpu,cpuacct)$/) continue
    print file ":" line
    directory = container(substr(line, length(fields[1]) + length(fields[2]) + 3))
    if (directory == "") continue
    if (version == 2) { wanted[base directory] = "all"; continue }
    count = split(fields[2], controllers, ",")
    for (i = 1; i <= count; i++) wanted[base "/" controllers[i] directory] = controllers[i]
  }
  close(file)
}
BEGIN {
  files["all"] = "memory.max memory.current memory.swap.max memory.events pids.max pids.current cpu.max cpu.weight cpu.stat"
  files["memory"] = "memory.limit_in_bytes memory.usage_in_bytes memory.memsw.limit_in_bytes memory.oom_control"
  files["pids"] = "pids.max pids.current"
  files["cpu"] = "cpu.cfs_quota_us cpu.cfs_period_us cpu.shares cpu.stat"
  files["cpuacct"] = "cpuacct.usage"
  for (i = 1; i < ARGC; i++) {
    show("/proc/" ARGV[i] "/status", "^(Name|PPid|Uid|Gid|NSpid|CapEff|CapBnd|NoNewPrivs|Seccomp):")
    groups(ARGV[i])
    show("/proc/" ARGV[i] "/uid_map", "")
  }
  print "= groups"
  for (directory in wanted) {
    count = split(files[wanted[directory]], names, " ")
    for (i = 1; i <= count; i++) show(directory "/" names[i], "")
  }
  exit
}'

while read -r verb id rest; do
  case $id in
    *[!0-9a-f]* | '') verb=refused ;;
  esac
  [ ${#id} -eq 64 ] && [ -z "$rest" ] || verb=refused
  case $verb in
    delegate) delegate "$id" ;;
    observe) observe "$id" ;;
    *) echo '= error refused request' ;;
  esac
  echo '= end'
done
