# What the server keeps running in a sandbox: any number of connections to its Docker Engine, and looks at its files,
# over one pair of pipes. One small process, where a client of Docker for each connection costs ten MiB and 100 ms.
#
#   perl -e <this> <socket of the engine>
#
# Frames, both ways: one letter, a channel and the length of the payload (32 bits each, big endian), the payload.
#   from the server  E                 opens a connection to the engine
#                    F path            opens the first 64 KiB of a regular file
#                    D bytes           to the engine
#                    W count (32 bits) the server has taken that many bytes from this channel: as many more may come
#                    C                 closes the channel
#   to the server    D bytes
#                    C reason          nothing follows on this channel; without a reason, because it is complete
# No more than 256 KiB of a channel is on its way at any time: one that nobody reads never slows the others.
#
# Needs perl-base only; constants by number (asm-generic: x86-64 and arm64 alike).
use strict;
use warnings;
use constant { F_SETFL => 4, O_NONBLOCK => 2048, O_NOCTTY => 256, AF_UNIX => 1, SOCK_STREAM => 1, EINTR => 4, EAGAIN => 11 };
use constant { WINDOW => 256 * 1024, CHUNK => 16 * 1024, FILE => 64 * 1024, MOST_UNSENT => 1024 * 1024 };

my ($engine) = @ARGV;
$0 = 'etanche-agent';
$SIG{PIPE} = 'IGNORE';
my ($in, $out, %channels) = ('', '');
fcntl $_, F_SETFL, O_NONBLOCK for \*STDIN, \*STDOUT;

while (1) {
  my ($r, $w) = ('', '');
  vec($r, 0, 1) = 1;
  vec($w, 1, 1) = 1 if length $out;
  for my $channel (values %channels) {
    vec($r, $channel->{fd}, 1) = 1 if $channel->{credit} > 0 && length $out < WINDOW;
    vec($w, $channel->{fd}, 1) = 1 if length $channel->{unsent};
  }
  next if select($r, $w, undef, undef) < 0;
  if (vec $r, 0, 1) {
    my $got = sysread STDIN, $in, CHUNK, length $in;
    exit unless defined $got ? $got : again();
    obey();
  }
  for my $id (keys %channels) {
    my $channel = $channels{$id} // next;
    if (vec($w, $channel->{fd}, 1) && !push_out($channel->{socket}, \$channel->{unsent})) { finish($id, "$!") }
    elsif (vec $r, $channel->{fd}, 1) { take($id, $channel) }
  }
  push_out(\*STDOUT, \$out) or exit;
}

sub again { return $! == EAGAIN || $! == EINTR }

sub say_frame {
  my ($kind, $id, $payload) = @_;
  $out .= pack('a N N', $kind, $id, length $payload) . $payload;
}

sub finish {
  my ($id, $reason) = @_;
  say_frame('C', $id, $reason) if delete $channels{$id};
}

# Writes what can be written now. False when the other side is gone.
sub push_out {
  my ($handle, $text) = @_;
  while (length $$text) {
    my $put = syswrite $handle, $$text, CHUNK;
    return again() unless defined $put;
    substr($$text, 0, $put, '');
  }
  return 1;
}

sub take {
  my ($id, $channel) = @_;
  my $most = $channel->{credit} < CHUNK ? $channel->{credit} : CHUNK;
  my $bytes;
  my $got = sysread $channel->{socket}, $bytes, $most;
  return again() || finish($id, "$!") unless defined $got;
  return finish($id, '') unless $got;
  $channel->{credit} -= $got;
  say_frame('D', $id, $bytes);
}

sub obey {
  while (length $in >= 9) {
    my ($kind, $id, $length) = unpack 'a N N', $in;
    exit if $length > CHUNK;
    last if length $in < 9 + $length;
    my $payload = substr substr($in, 0, 9 + $length, ''), 9;
    my $channel = $channels{$id};
    if ($kind eq 'E') { reach_engine($id) }
    elsif ($kind eq 'F') { show_file($id, $payload) }
    elsif (!$channel) { next }
    elsif ($kind eq 'C') { delete $channels{$id} }
    elsif ($kind eq 'W') { $channel->{credit} += unpack 'N', $payload }
    elsif ($kind eq 'D') {
      $channel->{unsent} .= $payload;
      finish($id, 'the engine reads nothing') if length $channel->{unsent} > MOST_UNSENT;
    }
  }
}

sub reach_engine {
  my ($id) = @_;
  $channels{$id} = { credit => WINDOW, unsent => '', fd => 0 };
  socket my $socket, AF_UNIX, SOCK_STREAM, 0 or return finish($id, "$!");
  # Not blocking: an engine that accepts nobody must not stop everything here.
  fcntl $socket, F_SETFL, O_NONBLOCK;
  connect $socket, pack 'S a*', AF_UNIX, $engine or return finish($id, "$!");
  @{ $channels{$id} }{qw(socket fd)} = ($socket, fileno $socket);
}

sub show_file {
  my ($id, $path) = @_;
  $channels{$id} = {};
  sysopen my $file, $path, O_NONBLOCK | O_NOCTTY or return finish($id, "$!");
  return finish($id, 'not a regular file') unless -f $file;
  my ($text, $got) = ('');
  1 while length $text < FILE && ($got = sysread $file, $text, FILE - length $text, length $text);
  return finish($id, "$!") unless defined $got;
  say_frame('D', $id, $1) while $text =~ /\G(.{1,16384})/gcs;
  finish($id, '');
}
