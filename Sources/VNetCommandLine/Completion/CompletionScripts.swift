/// What makes a shell ask vnetctl for completions: with the words as they stand there, quotes and all. The words of the answer come from `vnetctl __complete WORD…`, which prints a line a
/// candidate (`word TAB summary`; `:name TAB word TAB summary` where a name, not the word, is what was typed), or `:files`.
public enum CompletionScripts {
    public static func of(_ shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    // Bash splits words at a colon and an equals sign as well; they are put together again. Where names were typed and
    // several fit, a heading without a common beginning keeps bash from replacing what was typed.
    private static let bash = #"""
        # bash completion for vnetctl, made by `vnetctl completion bash`
        _vnetctl() {
          local words=() found=() shown=() word summary named= i
          for ((i = 1; i <= COMP_CWORD; i++)); do
            word=${COMP_WORDS[i]}
            if ((${#words[@]})) && [[ $word == [=:] || ${words[-1]} == *[=:] ]]; then
              words[-1]+=$word
            else
              words+=("$word")
            fi
          done
          COMPREPLY=()
          while IFS=$'\t' read -r word summary; do
            case $word in
              :files) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}"); return ;;
              :name) named=1; IFS=$'\t' read -r word summary <<<"$summary" ;;
            esac
            found+=("$word")
            if [[ -n $summary ]]; then shown+=("$word  $summary"); else shown+=("$word"); fi
          done < <("$1" __complete "${words[@]}" 2>/dev/null)
          if ((${#found[@]} <= 1)); then COMPREPLY=("${found[@]}"); return; fi
          compopt -o nosort 2>/dev/null
          if [[ -n $named ]]; then
            COMPREPLY=(" " "${shown[@]}")
          elif [[ $COMP_TYPE == 63 ]]; then
            COMPREPLY=("${shown[@]}")
          else
            COMPREPLY=("${found[@]}")
          fi
        }
        complete -F _vnetctl vnetctl

        """#

    private static let zsh = #"""
        #compdef vnetctl
        # zsh completion for vnetctl, made by `vnetctl completion zsh`
        _vnetctl() {
          local line word summary
          local -a found shown
          local named=
          while IFS= read -r line; do
            if [[ $line == :files ]]; then _files; return; fi
            if [[ $line == :name$'\t'* ]]; then named=1; line=${line#*$'\t'}; fi
            word=${line%%$'\t'*}
            summary=${line#*$'\t'}
            found+=("$word")
            if [[ -n $summary && $summary != $line ]]; then shown+=("$word  $summary"); else shown+=("$word"); fi
          done < <($words[1] __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
          (( $#found )) || return 1
          if [[ -n $named ]]; then
            local lead=
            [[ $PREFIX == -*=* ]] && lead=${PREFIX%%=*}=
            (( $#found > 1 )) && compstate[insert]=menu
            compadd -U -P "$lead" -l -V names -d shown -a found
          elif [[ $PREFIX == -*=* ]]; then
            compset -P '*='
            compadd -l -V values -d shown -a found
          else
            compadd -l -V words -d shown -a found
          fi
        }
        if [[ $funcstack[1] == _vnetctl ]]; then _vnetctl "$@"; else compdef _vnetctl vnetctl; fi

        """#

    private static let fish = #"""
        # fish completion for vnetctl, made by `vnetctl completion fish`
        function __vnetctl_complete
            set -l words (commandline -opc)
            set -l typed (commandline -ct)
            set -l found (command $words[1] __complete $words[2..-1] "$typed" 2>/dev/null)
            if test "$found[1]" = ":files"
                __fish_complete_path (string replace -r '^["\']' '' -- "$typed" | string unescape)
                return
            end
            for line in $found
                set -l line (string replace -r '^:name\t' '' -- $line)
                if string match -q -- '-*=*' "$typed"
                    echo (string replace -r '=.*' '=' -- "$typed")$line
                else
                    echo $line
                end
            end
        end
        complete -c vnetctl -f -a '(__vnetctl_complete)'

        """#
}
