# What a sandbox needs and neither the Engine's API nor a Swarm service can say. Everything else of the bundle stays.
# /sys writable: a nested `--privileged` mounts sysfs anew, which the kernel refuses while ours is locked read-only.
(.mounts[]? | select(.destination == "/sys").options) |= map(select(. != "ro"))
# Nothing of /proc covered: the kernel refuses a fresh /proc in a nested container while ours has covered parts.
| .linux.maskedPaths = []
| .linux.readonlyPaths = []
# No AppArmor profile: the engine's default one forbids every mount; the user namespace is the boundary.
| del(.process.apparmorProfile)
