#!/bin/sh
# OCI runtime of the lab engine: runc, with the bundle adjusted by sandbox-runtime.jq when a container is created.
# It is on the path of every exec too, hence no process before `exec runc` for any other command.
command= bundle= previous=
for argument in "$@"; do
  case $previous in
    --bundle | -b) bundle=$argument ;;
    --root | --log | --log-format | --criu | --rootless) ;;
    *)
      case $argument in
        --bundle=*) bundle=${argument#*=} ;;
        -*) ;;
        *) [ -n "$command" ] || command=$argument ;;
      esac
      ;;
  esac
  previous=$argument
done
if [ "$command" = create ] || [ "$command" = run ]; then
  config=${bundle:-.}/config.json
  jq -f "${0%/*}/sandbox-runtime.jq" "$config" >"$config.new" && mv "$config.new" "$config" || {
    echo "sandbox runtime: $config could not be adjusted (is jq installed?)" >&2
    exit 1
  }
fi
exec runc "$@"
