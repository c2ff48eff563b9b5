# Shared by the entrypoints of our Icecast and coturn: reads settings and secrets, and fills the places of a configuration template.
# To be sourced. Needs sh and sed and nothing else. A secret is never printed and never an argument of a program, where `ps` would show it.

# As in server/config.ts.
secret_min_length=12

stop() {
  printf '%s\n' "$1" >&2
  exit 78
}

# Sets the variable $1 to the first line of the file that $1_FILE names, if there is one.
read_setting() {
  eval "setting_file=\${$1_FILE:-}"
  [ -n "$setting_file" ] || return 0
  eval "[ -z \"\${$1:-}\" ]" || stop "$1 and $1_FILE are both set; keep one."
  [ -r "$setting_file" ] || stop "$1_FILE names $setting_file, which cannot be read."
  IFS= read -r "$1" <"$setting_file" || eval "[ -n \"\${$1:-}\" ]" || stop "$1_FILE names $setting_file, which is empty."
}

# The same for a password: it must be there, long enough, and none that ships in examples everywhere.
read_secret() {
  read_setting "$1"
  eval "secret=\${$1:-}"
  [ -n "$secret" ] || stop "$1 is not set. Run \"npm run secrets\", or set $1_FILE to a file that holds it."
  [ "${#secret}" -ge "$secret_min_length" ] || stop "$1 must have at least $secret_min_length characters."
  case "$secret" in
    hackme* | changeme* | password* | secret* | admin* | icecast* | example*)
      stop "$1 begins like a well-known default; choose another."
      ;;
  esac
}

# Adds the line for sed that puts the value of the variable $1, quoted by $2, into its place.
add_place() {
  eval "value=\${$1:-}"
  case "$value" in
    *[![:print:]]*) stop "$1 holds control characters. Set it to plain text." ;;
    *' '*) [ "$2" != as_plain ] || stop "$1 holds blanks. Set it to plain letters and digits." ;;
  esac
  # First what the file's own language quotes, then what sed would take for its own.
  quoted=$(printf '%s\n' "$value" | "$2" | sed -e 's/[\\&|]/\\&/g')
  printf 's|${%s}|%s|g\n' "$1" "$quoted"
}

as_xml() {
  sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e 's/"/\&quot;/g' -e "s/'/\&apos;/g"
}

# For lines of the form name=value, where nothing can be quoted.
as_plain() {
  sed -e ''
}

# Fills the template $1 into the file $2, quoting by $3, with the variables that follow. Fails when a place is left over.
fill_template() (
  umask 077
  template=$1 target=$2 quote=$3
  shift 3
  for name in "$@"; do
    add_place "$name" "$quote"
  done >"$target.sed" || exit
  sed -f "$target.sed" "$template" >"$target"
  : >"$target.sed"
  left=$(sed -n 's/^[^#]*\(\${[A-Z][A-Z0-9_]*}\).*/\1/p' "$target")
  [ -z "$left" ] || stop "The template $template asks for $left, which has no value."
)
