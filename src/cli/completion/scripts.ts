/** The shells' side of completion: each script asks the program for the candidates. */

export const shells = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof shells)[number];

/** The line among the candidates that lets the shell complete file names. */
export const FILES = ":files";

/** bash splits words at `=`; the program joins them again. */
const bash = `# image-share completion for bash: eval "$(image-share completion bash)"
_image_share_completion() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [[ $line == "${FILES}" ]]; then
      compopt -o filenames
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "\${COMP_WORDS[COMP_CWORD]}")
    else
      COMPREPLY+=("\${line%%$'\\t'*}")
    fi
  done < <("\${COMP_WORDS[0]}" complete bash -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _image_share_completion image-share pulumi-image-share
`;

const zsh = `#compdef image-share pulumi-image-share
# image-share completion for zsh: eval "$(image-share completion zsh)", after compinit
_image_share() {
  local line files
  local -a candidates
  for line in "\${(@f)$("\${words[1]}" complete zsh -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    if [[ $line == "${FILES}" ]]; then
      files=1
    elif [[ -n $line ]]; then
      candidates+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
    fi
  done
  (( \${#candidates} )) && _describe image-share candidates
  [[ -n $files ]] && _files
  return 0
}
if [[ \${funcstack[1]} == _image_share ]]; then
  _image_share "$@"
else
  compdef _image_share image-share pulumi-image-share
fi
`;

const fish = `# image-share completion for fish: image-share completion fish | source
function __image_share_completion
  set -l words (commandline -opc)
  set -l typed (commandline -ct)
  for line in (command $words[1] complete fish -- $words[2..-1] "$typed" 2>/dev/null)
    if test "$line" = "${FILES}"
      __fish_complete_path "$typed"
    else
      echo $line
    end
  end
end
complete -c image-share -f -a '(__image_share_completion)'
complete -c pulumi-image-share -f -a '(__image_share_completion)'
`;

export const scripts: Readonly<Record<Shell, string>> = { bash, zsh, fish };
