#!/usr/bin/perl
# Terminals of a sandbox that outlive whoever looks at them.
#
#   terminal start <n>            makes sure that terminal n (1 to 4) has its holder; 0 when its socket accepts
#   terminal attach <n> <offset>  starts it if needed, then carries bytes between standard input/output and the holder
#   terminal attach <n> <offset> watch  the same for somebody else's terminal: waits for it, and never starts it
#
# A holder is one process per terminal: it owns the pty and the shell, and keeps at least the last 256 KiB of output.
# Offsets are byte positions in that output, counted from a base drawn at the shell's start, so that an offset of an
# earlier shell is never taken for one of this shell. <offset> is the first byte wanted, or -1 for "whatever you have".
#
# Frames, both ways: one letter, the length of the payload on 32 bits (big endian), the payload.
#   to the holder    I bytes                      typed
#                    W columns, rows (16 bits each)
#                    A offset (64 bits)           this viewer has shown the output up to there
#   from the holder  H reset (8 bits), offset of the next byte of output (64 bits); first, and again at each leap
#                    D bytes                      output
#                    X exit status in decimal     the shell ended, nothing follows
#                    W columns, rows (16 bits each)  to who watches alone: the window, after the first H, and as it changes
# reset=1: what precedes is lost, the screen must be cleared. What follows then starts at a place where nothing is cut,
# is led by the terminal modes in force there, and has lost its questions to the terminal, which must not be answered twice.
#
# Several viewers: the one who typed last (else the oldest) is the primary. Its window gives the size, and the pty is read
# at most 192 KiB ahead of what it has shown: so `yes` sleeps, Ctrl-C is answered at once, and what a broken link had
# swallowed is still here when it comes back, for half a minute whatever the program does. The others never slow anybody:
# too far behind, they leap. With nobody there for longer, output goes on and the oldest is forgotten.
# Who watches is never the primary, even typing, and is nobody when it comes to waiting: neither the size nor the pace of
# a terminal is theirs.
#
# Needs perl-base only: hence no IO::Pty, and ioctls by number (asm-generic: x86-64 and arm64 alike).
use strict;
use warnings;
use Errno qw(EAGAIN EINTR);
use Fcntl qw(:flock O_CREAT O_NOCTTY O_NONBLOCK O_RDONLY O_RDWR O_WRONLY);
use IO::Handle;
use Socket qw(AF_UNIX SOCK_STREAM SOL_SOCKET SO_PEERCRED SO_SNDBUF SOMAXCONN pack_sockaddr_un);

use constant {
  TCGETS => 0x5401, TCSETS => 0x5402, TIOCSCTTY => 0x540e, TIOCSWINSZ => 0x5414,
  TIOCGPTN => 0x80045430, TIOCSPTLCK => 0x40045431, IUTF8 => 0x4000,
  KEPT => 256 * 1024, WINDOW => 192 * 1024, CHUNK => 64 * 1024, MAX_TYPED => 512 * 1024, MAX_CLIENTS => 16,
  GRACE => 30, FAREWELL => 10, RECHECK => 5,
};

my $run = $ENV{ETANCHE_RUN} // '/run/etanche';
my ($verb, $number, $from) = @ARGV;
usage() unless defined $number && $number =~ /^[1-4]$/;
my $path = "$run/terminal-$number.sock";
$SIG{PIPE} = 'IGNORE';

sub usage { die "usage: terminal start <1-4> | terminal attach <1-4> <offset> [watch]\n" }

# --- finding or making the holder -----------------------------------------------------------------------------------

sub connected {
  for (1 .. 500) {
    socket(my $socket, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!\n";
    return $socket if connect($socket, pack_sockaddr_un($path));
    become_or_wait();
  }
  die "terminal $number does not answer\n";
}

# Waits for a terminal that somebody else opens, until standard input says anything: before the greeting, only its end.
sub awaited {
  while (1) {
    socket(my $socket, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!\n";
    return $socket if connect($socket, pack_sockaddr_un($path));
    my $r = '';
    vec($r, 0, 1) = 1;
    exit 0 if select($r, undef, undef, 0.5) > 0;
  }
}

# The lock is held by the holder as long as its terminal lives: whoever gets it may replace a dead socket.
sub become_or_wait {
  mkdir $run, 0700;
  sysopen(my $lock, "$run/terminal-$number.lock", O_CREAT | O_RDWR, 0600) or die "$run: $!\n";
  unless (flock($lock, LOCK_EX | LOCK_NB)) { select(undef, undef, undef, 0.01); return }
  unlink $path;
  socket(my $listener, AF_UNIX, SOCK_STREAM, 0) or die "socket: $!\n";
  my $mask = umask 0177;
  bind($listener, pack_sockaddr_un($path)) or die "$path: $!\n";
  umask $mask;
  listen($listener, SOMAXCONN) or die "listen: $!\n";
  my $child = fork() // die "fork: $!\n";
  if ($child) { waitpid $child, 0; return }
  require POSIX;
  POSIX::setsid();
  exit 0 if fork() // 1;
  open STDIN, '<', '/dev/null';
  open STDOUT, '>', '/dev/null';
  open STDERR, '>', '/dev/null';
  POSIX::close($_) for grep { $_ != fileno $listener && $_ != fileno $lock } 3 .. 255;
  chdir '/';
  $0 = "etanche-terminal $number";
  hold($listener, $lock);
  exit 0;
}

# --- attach -----------------------------------------------------------------------------------------------------------

# Pipes are lent to the holder, which spares two changes of process for each key; the rest is carried here. Standard input
# is always read: acknowledgements, and its end, must be seen behind bytes that no program takes.
sub attach {
  my ($socket, $greeting) = @_;
  my ($up, $down, $answer) = ("$greeting\n", '', '0');
  if (-p STDIN && -p STDOUT) {
    syswrite $socket, "$greeting pipes\n";
    sysread($socket, $answer, 1) or return;
    if ($answer eq '1') { 1 while sysread $socket, $answer, 1; return }
    $up = '';
  }
  my $finished = 0;
  $_->blocking(0) for $socket, \*STDIN, \*STDOUT;
  while (1) {
    my ($r, $w) = ('', '');
    vec($r, 0, 1) = 1 unless $finished;
    vec($r, fileno $socket, 1) = 1 unless length $down;
    vec($w, fileno $socket, 1) = 1 if length $up;
    vec($w, 1, 1) = 1 if length $down;
    next if select($r, $w, undef, undef) < 0;
    if (vec($r, fileno $socket, 1)) {
      my $got = sysread $socket, $down, CHUNK;
      return if defined $got ? $got == 0 : $! != EAGAIN && $! != EINTR;
    }
    if (vec($r, 0, 1)) {
      my $got = sysread STDIN, $up, CHUNK, length $up;
      $finished = 1 if defined $got ? $got == 0 : $! != EAGAIN && $! != EINTR;
    }
    push_out($socket, \$up) or $up = ''; # what the holder said last is still to be read
    push_out(\*STDOUT, \$down) or return;
    return if $finished && !length $up;
  }
}

# Writes what can be written now. False when the other side is gone.
sub push_out {
  my ($handle, $text) = @_;
  while (length $$text) {
    my $put = syswrite $handle, $$text;
    return $! == EAGAIN || $! == EINTR unless defined $put;
    substr($$text, 0, $put, '');
  }
  return 1;
}

# --- the holder -------------------------------------------------------------------------------------------------------

my ($pty, $shell, $ring_start, $ring_end, $size, $status, %modes, %clients);
my ($typed, $ring, $turn, $nudge_left, $hung_up, $child_changed) = ('', '', 0, 0, 0, 0);
# What the last viewer to leave had shown, and until when the rest is kept for it whole.
my ($shown_before, $grace_ends) = (0, 0);

sub hold {
  my ($listener, $lock) = @_;
  $ring_start = $ring_end = 2**32 + int rand 2**40;
  $SIG{CHLD} = sub { $child_changed = 1 };
  open_shell();
  $listener->blocking(0);
  until (defined $status) {
    my ($r, $w) = client_masks();
    vec($r, fileno $listener, 1) = 1;
    vec($r, fileno $pty, 1) = 1 if !$hung_up && may_read();
    vec($w, fileno $pty, 1) = 1 if length $typed;
    # A signal that comes just before select does not interrupt it: hence the check from time to time.
    my ($ready, $left) = select($r, $w, undef, $nudge_left || ($hung_up || $child_changed ? 0.1 : %clients ? RECHECK : 1));
    if ($nudge_left) {
      $nudge_left = $left > 0.001 ? $left : 0;
      apply_size($size) unless $nudge_left;
    }
    if ($ready > 0) {
      welcome($listener) if vec($r, fileno $listener, 1);
      read_pty() if vec($r, fileno $pty, 1);
      serve_clients($r);
      push_out($pty, \$typed) if length $typed;
    }
    bury() if $ready <= 0 || $child_changed || $hung_up;
  }
  unlink $path;
  close $listener;
  close $lock;
  my $until = time + FAREWELL;
  while (%clients && time < $until) {
    serve_clients('');
    my (undef, $w) = client_masks();
    select(undef, $w, undef, 1) if %clients;
  }
}

# Ends the terminal when the shell has ended; a program in the background may still hold the pty's other side.
sub bury {
  $child_changed = 0;
  if (waitpid($shell, POSIX::WNOHANG()) != $shell) {
    kill $hung_up++ < 20 ? 'HUP' : 'KILL', $shell if $hung_up;
    return;
  }
  my $ended = $? >> 8 || $? & 127;
  for (1 .. 16) {
    my $r = '';
    vec($r, fileno $pty, 1) = 1;
    last if $hung_up || select($r, undef, undef, 0.03) <= 0;
    read_pty();
  }
  $status = $ended;
}

sub open_shell {
  sysopen($pty, '/dev/ptmx', O_RDWR | O_NOCTTY | O_NONBLOCK) or die "/dev/ptmx: $!\n";
  my ($unlocked, $index, $termios) = (pack('i', 0), pack('i', 0), "\0" x 64);
  ioctl($pty, TIOCSPTLCK, $unlocked) && ioctl($pty, TIOCGPTN, $index) or die "ptmx: $!\n";
  sysopen(my $tty, '/dev/pts/' . unpack('i', $index), O_RDWR | O_NOCTTY) or die "pts: $!\n";
  if (ioctl($tty, TCGETS, $termios)) {
    substr($termios, 0, 4) = pack 'I', IUTF8 | unpack 'I', $termios;
    ioctl($tty, TCSETS, $termios);
  }
  apply_size([80, 24]);
  $shell = fork() // die "fork: $!\n";
  return close $tty if $shell;
  POSIX::setsid();
  ioctl($tty, TIOCSCTTY, 0);
  open STDIN, '<&', $tty;
  open STDOUT, '>&', $tty;
  open STDERR, '>&', $tty;
  $SIG{$_} = 'DEFAULT' for qw(PIPE HUP INT QUIT TERM CHLD TSTP TTIN TTOU);
  my @command = split ' ', $ENV{ETANCHE_SHELL} // '/bin/bash --login';
  delete @ENV{qw(ETANCHE_RUN ETANCHE_SHELL)};
  my $home = (getpwuid $<)[7] // '/';
  @ENV{qw(HOME TERM COLORTERM LANG SHELL)} = ($home, 'xterm-256color', 'truecolor', 'C.UTF-8', '/bin/bash');
  $ENV{PATH} //= '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  chdir $home;
  exec { $command[0] } @command or print "$command[0]: $!\r\n";
  POSIX::_exit(127);
}

sub apply_size {
  my ($wanted, $fewer_rows) = @_;
  $size = $wanted;
  my $winsize = pack 'S4', $size->[1] - ($fewer_rows // 0), $size->[0], 0, 0;
  ioctl($pty, TIOCSWINSZ, $winsize);
}

sub primary {
  my @viewers = grep { $_->{greeted} && !$_->{watches} } values %clients;
  my ($best) = sort { $b->{turn} <=> $a->{turn} || $a->{fd} <=> $b->{fd} } @viewers;
  return $best;
}

sub may_read {
  my $primary = primary();
  return $ring_end - $primary->{shown} < WINDOW if $primary;
  return time >= $grace_ends || $ring_end - $shown_before < WINDOW;
}

# Up to one chunk; a short read means that the program has no more for now, and spares a system call.
sub read_pty {
  my $total = 0;
  while ($total < CHUNK) {
    my $got = sysread $pty, $ring, CHUNK - $total, length $ring;
    if (!$got) {
      $hung_up = 1 unless !defined $got && ($! == EAGAIN || $! == EINTR);
      last;
    }
    $ring_end += $got;
    $total += $got;
    last if $got < 2048;
  }
  trim() if length $ring > 2 * KEPT;
  select(undef, undef, undef, 0.005) if $total >= CHUNK && !primary();
}

# --- the ring: always begins at a place where neither a character nor an escape sequence is cut ------------------------

sub trim {
  my $cut = length($ring) - KEPT;
  my $window = substr $ring, $cut, 16 * 1024;
  my $skip = $window =~ /\n/ ? $+[0] : $window =~ /\r(?!\n)/ ? $+[0] : $window =~ /\e/ ? $-[0]
    : $window =~ /^[\x80-\xbf]+/ ? $+[0] : 0;
  my $gone = substr $ring, 0, $cut + $skip, '';
  $ring_start += length $gone;
  note_modes(\%modes, \$gone);
}

# Private modes (cursor, keypad of arrows, mouse, alternate screen, bracketed paste) as the text leaves them.
sub note_modes {
  my ($state, $text) = @_;
  while ($$text =~ /\e(?:\[\?([\d;]{1,40})([hl])|c)/g) {
    if (!defined $1) { %$state = (); next }
    $state->{$_} = $2 for grep { /^(?:1|6|7|9|25|47|66|100[0-6]|101[56]|104[79]|2004)$/ } split /;/, $1;
  }
}

# Everything kept, to be shown on a cleared screen. Same length as what was kept, after the modes.
sub snapshot {
  my $text = $ring;
  my $question = qr/\e\[[>=?]?[\d;]*[cn]|\e\[[>?]?[\d;]*(?:\$p|[qu])|\e\](?:4;\d+|1\d);\?[^\a\e]*(?:\a|\e\\)|\eP[\$+]q[^\e]*\e\\|\x05/;
  $text =~ s/($question)/"\0" x length $1/ge;
  my $lead = join '', map { "\e[?$_$modes{$_}" } sort { $b <=> $a } keys %modes;
  return ($lead, $text);
}

sub leap {
  my ($client) = @_;
  my ($lead, $text) = snapshot();
  my $shown = $lead . $text;
  $client->{out} = pack('a N C Q>', 'H', 9, 1, $ring_start - length $lead) . window_frame($client);
  $client->{out} .= pack('a N', 'D', length $shown) . $shown if length $shown;
  $client->{next} = $ring_end;
  $client->{shown} ||= $ring_start;
  # A full-screen program redraws when its window changes: one row less, then the right size a moment later.
  my %now = %modes;
  note_modes(\%now, \$ring);
  return if $nudge_left || !grep { ($now{$_} // '') eq 'h' } 47, 1047, 1049;
  apply_size($size, 1);
  $nudge_left = 0.1;
}

# What is to be said of the window to this client, if anything.
sub window_frame {
  my ($client) = @_;
  return '' unless window_changed($client);
  $client->{window} = "@$size";
  return pack 'a N n2', 'W', 4, @$size;
}

sub window_changed { $_[0]{watches} && $_[0]{window} ne "@$size" }

# --- viewers ------------------------------------------------------------------------------------------------------------

sub client_masks {
  my ($r, $w) = ('', '');
  for my $client (values %clients) {
    vec($r, fileno $_, 1) = 1 for @$client{qw(socket source)};
    vec($w, fileno $client->{sink}, 1) = 1
      if length $client->{out} || $client->{greeted} && ($client->{next} < $ring_end || window_changed($client));
  }
  return ($r, $w);
}

sub welcome {
  my ($listener) = @_;
  accept(my $socket, $listener) or return;
  return if keys %clients >= MAX_CLIENTS;
  $socket->blocking(0);
  setsockopt $socket, SOL_SOCKET, SO_SNDBUF, CHUNK;
  my $fd = fileno $socket;
  $clients{$fd} = {
    fd => $fd, socket => $socket, source => $socket, sink => $socket,
    in => '', out => '', next => 0, shown => 0, turn => 0, greeted => 0, watches => 0, window => '',
  };
}

# Takes over the standard input and output of the `attach` at the other end of the socket.
sub borrow_pipes {
  my ($client) = @_;
  my $process = '/proc/' . unpack 'i', getsockopt $client->{socket}, SOL_SOCKET, SO_PEERCRED;
  my ($source, $sink);
  my $taken = sysopen($source, "$process/fd/0", O_RDONLY | O_NONBLOCK)
    && sysopen($sink, "$process/fd/1", O_WRONLY | O_NONBLOCK) && -p $source && -p $sink;
  @$client{qw(source sink)} = ($source, $sink) if $taken;
  syswrite $client->{socket}, $taken ? '1' : '0';
}

sub serve_clients {
  my ($readable) = @_;
  for my $client (values %clients) {
    if (grep { vec $readable, fileno $_, 1 } @$client{qw(socket source)}) {
      my $alive = hear($client);
      if (!$alive) { farewell($client); next }
    }
    feed($client) if $client->{greeted};
  }
}

# @return false when the client has left, or says what is not a frame.
sub hear {
  my ($client) = @_;
  my $got = sysread $client->{source}, $client->{in}, CHUNK, length $client->{in};
  return 0 unless defined $got ? $got && understand($client) : $! == EAGAIN || $! == EINTR;
  return 1 if $client->{source} == $client->{socket};
  $got = sysread $client->{socket}, my $nothing, 1;
  return !defined $got && ($! == EAGAIN || $! == EINTR);
}

sub farewell {
  my ($client) = @_;
  delete $clients{$client->{fd}};
  my $primary = primary();
  ($shown_before, $grace_ends) = ($client->{shown}, time + GRACE)
    if !$primary && $client->{greeted} && !$client->{watches};
  apply_size($primary->{size}) if $primary && $primary->{size} && "@{$primary->{size}}" ne "@$size";
}

# @return false when what the client says is not a frame.
sub understand {
  my ($client) = @_;
  if (!$client->{greeted}) {
    $client->{in} =~ s/^(-1|\d{1,16})( watch)?( pipes)?\n// or return length $client->{in} < 32;
    my ($offset, $watches, $pipes) = ($1, $2, $3);
    $client->{watches} = 1 if $watches;
    borrow_pipes($client) if $pipes;
    greet($client, $offset);
  }
  while (length $client->{in} >= 5) {
    return 0 if length $typed > MAX_TYPED;
    my ($kind, $length) = unpack 'a N', $client->{in};
    return 0 unless $kind eq 'I' ? $length <= CHUNK : $kind eq 'W' ? $length == 4 : $kind eq 'A' && $length == 8;
    last if length $client->{in} < 5 + $length;
    my $payload = substr substr($client->{in}, 0, 5 + $length, ''), 5;
    if ($kind eq 'W') { resized($client, unpack 'n2', $payload) }
    elsif ($kind eq 'I') { typed($client, $payload) }
    else { shown($client, unpack 'Q>', $payload) }
  }
  return 1;
}

sub greet {
  my ($client, $offset) = @_;
  $client->{greeted} = 1;
  return leap($client) if $offset < $ring_start || $offset > $ring_end;
  $client->{out} = pack('a N C Q>', 'H', 9, 0, $offset) . window_frame($client);
  $client->{next} = $client->{shown} = $offset;
}

sub shown {
  my ($client, $offset) = @_;
  $client->{shown} = $offset if $offset > $client->{shown} && $offset <= $client->{next};
}

# A terminal answers some questions of programs by itself: only the primary's answer counts, and answering is not typing.
sub typed {
  my ($client, $bytes) = @_;
  my $primary = primary();
  if (!$primary || $primary != $client) {
    return if $bytes =~ /^\e(?:\[[?>=]?[\d;]*(?:[cnRIO]|\$y)|\][\d;]+rgb:|P[01>]?[\$!+|])/;
    $client->{turn} = ++$turn;
    apply_size($client->{size}) if $client->{size};
  }
  elsif (!$client->{turn}) { $client->{turn} = ++$turn }
  $typed .= $bytes;
}

sub resized {
  my ($client, $columns, $rows) = @_;
  return if $columns < 2 || $rows < 2 || $client->{watches};
  $client->{size} = [$columns, $rows];
  apply_size($client->{size}) if primary() == $client;
}

# Sends what the socket takes now, whole frames built from the ring only when the previous one is gone.
sub feed {
  my ($client) = @_;
  while (1) {
    if (!length $client->{out}) {
      if ($client->{next} < $ring_start) { leap($client) }
      elsif (window_changed($client)) { $client->{out} = window_frame($client) }
      elsif ($client->{next} < $ring_end) {
        my $bytes = substr $ring, $client->{next} - $ring_start, CHUNK;
        $client->{out} = pack('a N', 'D', length $bytes) . $bytes;
        $client->{next} += length $bytes;
      }
      elsif (defined $status && !$client->{told}) {
        $client->{told} = 1;
        $client->{out} = pack 'a N/a', 'X', $status;
      }
      else { last }
    }
    push_out($client->{sink}, \$client->{out}) or return farewell($client);
    return if length $client->{out};
  }
  farewell($client) if $client->{told};
}

if ($verb eq 'start' && @ARGV == 2) { connected() }
elsif ($verb eq 'attach' && $from =~ /^(?:-1|\d{1,16})$/) {
  if (@ARGV == 3) { attach(connected(), $from) }
  elsif (@ARGV == 4 && $ARGV[3] eq 'watch') { attach(awaited(), "$from watch") }
  else { usage() }
}
else { usage() }
