# Interactive shells of the sandbox.
PS1='\[\e[1;32m\]\u@\h\[\e[0m\]:\[\e[1;34m\]\w\[\e[0m\]\$ '
export LANG=C.UTF-8 EDITOR=nano PAGER=less LESS=-R
HISTCONTROL=ignoredups
shopt -s checkwinsize
alias ls='ls --color=auto' ll='ls -l' grep='grep --color=auto'

# Completion takes a while to load: only when Tab is first pressed.
_load_completion() {
  . /usr/share/bash-completion/bash_completion
  return 124
}
complete -D -F _load_completion

if [ "$SHLVL" = 1 ]; then cat /etc/motd; fi
