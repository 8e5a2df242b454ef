#!/bin/sh
# Lets a machine speak to Berth as a host, with nothing but openssl and curl. For agents on Linux and
# appliances to be built on, and to try an installation by hand. monitoring-service/docs/enrolment.md
# shows it at work.
#
#   berth-agent.sh enrol URL HOST    join with the token on standard input
#   berth-agent.sh renew URL HOST    get the next certificate
#   berth-agent.sh token HOST        print a token for five minutes, to be sent as a bearer token
#
# Keys and certificates lie in BERTH_AGENT_FOLDER (/etc/berth-agent); its owner alone can read them.
# BERTH_AGENT_KEY is the kind of a new key: ed25519 (default) or rsa.
set -eu
umask 077

folder=${BERTH_AGENT_FOLDER:-/etc/berth-agent}
kind=${BERTH_AGENT_KEY:-ed25519}

die() { echo "berth-agent: $*" >&2; exit 1; }

new_key() {
    case $kind in
        ed25519) openssl genpkey -algorithm ed25519 -out "$1" ;;
        rsa) openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:3072 -out "$1" ;;
        *) die "BERTH_AGENT_KEY is $kind; allowed are ed25519 and rsa" ;;
    esac
}

# A certificate request for a key, as a JSON string without its quotes.
request() { openssl req -new -key "$1" -subj "/CN=$2" | awk '{ printf "%s\\n", $0 }'; }

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# The JSON string of a field of an answer, with its line ends.
field() { sed -n "s/.*\"$1\":\"\([^\"]*\)\".*/\1/p" | sed 's/\\n/\
/g'; }

# Sends JSON from standard input; the answer must be a certificate, which is kept with its new key.
certify() {
    answer=$(curl -sS --max-time 20 -H 'Content-Type: application/json' "$@" --data-binary @-) \
        || die "nobody answers"
    printf '%s' "$answer" | field certificate > "$folder/agent.crt.new"
    openssl x509 -in "$folder/agent.crt.new" -noout 2> /dev/null || die "refused: $answer"
    mv "$folder/agent.key.new" "$folder/agent.key"
    mv "$folder/agent.crt.new" "$folder/agent.crt"
    openssl x509 -in "$folder/agent.crt" -noout -serial -enddate -ext subjectAltName
}

# A JSON Web Token that the key of the certificate has signed, with the certificate in its header.
token() {
    if openssl pkey -in "$folder/agent.key" -noout -text | grep -q ED25519; then
        alg=EdDSA
    else
        alg=RS256
    fi
    now=$(date +%s)
    der=$(openssl x509 -in "$folder/agent.crt" -outform DER | openssl base64 -A)
    header=$(printf '{"alg":"%s","x5c":["%s"]}' "$alg" "$der" | base64url)
    claims=$(printf '{"aud":"berth","sub":"host:%s","iat":%d,"exp":%d}' "$1" "$now" $((now + 300)) | base64url)
    printf '%s.%s' "$header" "$claims" > "$folder/.signed"
    if [ $alg = EdDSA ]; then
        signature=$(openssl pkeyutl -sign -rawin -inkey "$folder/agent.key" -in "$folder/.signed" | base64url)
    else
        signature=$(openssl dgst -sha256 -sign "$folder/agent.key" "$folder/.signed" | base64url)
    fi
    rm -f "$folder/.signed"
    printf '%s.%s.%s\n' "$header" "$claims" "$signature"
}

mkdir -p "$folder"
case ${1:-} in
    enrol)
        [ $# -eq 3 ] || die "usage: enrol URL HOST, with the join token on standard input"
        read -r join
        new_key "$folder/agent.key.new"
        printf '{"token":"%s","certificateRequest":"%s"}' "$join" "$(request "$folder/agent.key.new" "$3")" \
            | certify "$2/api/v1/enrolments"
        ;;
    renew)
        [ $# -eq 3 ] || die "usage: renew URL HOST"
        bearer=$(token "$3")
        new_key "$folder/agent.key.new"
        printf 'Authorization: Bearer %s' "$bearer" > "$folder/.header"
        printf '{"certificateRequest":"%s"}' "$(request "$folder/agent.key.new" "$3")" \
            | certify -H "@$folder/.header" "$2/api/v1/enrolments/renew"
        rm -f "$folder/.header"
        ;;
    token)
        [ $# -eq 2 ] || die "usage: token HOST"
        token "$2"
        ;;
    *) die "usage: enrol URL HOST | renew URL HOST | token HOST" ;;
esac
