#!/bin/sh
# Makes the tokens beside this file with OpenSSL 3 (`ts`, `cms`, `ca`), in a folder that is thrown away with its keys.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
cd "$work"
exec 2>log
trap 'test $? = 0 || cat log; rm -rf "$work"' EXIT

printf 'the signature of an attestation' > message.bin
cat > ca.cnf <<'C'
[ca]
default_ca = any
[any]
new_certs_dir = .
database = index
serial = number
default_md = sha256
policy = policy
email_in_dn = no
unique_subject = no
[policy]
organizationName = supplied
commonName = supplied
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[root0]
basicConstraints = critical,CA:true,pathlen:0
keyUsage = critical,keyCertSign
[rootcritical]
basicConstraints = critical,CA:true
1.2.3.4 = critical,ASN1:NULL
[rootpurpose]
basicConstraints = critical,CA:true
extendedKeyUsage = serverAuth
[middle]
basicConstraints = critical,CA:true,pathlen:0
keyUsage = critical,keyCertSign
extendedKeyUsage = timeStamping
subjectKeyIdentifier = hash
[middlenotca]
basicConstraints = critical,CA:false
[middlenosign]
basicConstraints = critical,CA:true
keyUsage = critical,cRLSign
[middlecritical]
basicConstraints = critical,CA:true
1.2.3.4 = critical,ASN1:NULL
[middlepurpose]
basicConstraints = critical,CA:true
extendedKeyUsage = serverAuth
[middlenames]
basicConstraints = critical,CA:true
nameConstraints = critical,excluded;dirName:name
[name]
organizationName = Test
[stamp]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
[stampca]
basicConstraints = critical,CA:true
extendedKeyUsage = critical,timeStamping
[purposeother]
extendedKeyUsage = critical,clientAuth
[purposetwo]
extendedKeyUsage = critical,timeStamping,clientAuth
[purposeloose]
extendedKeyUsage = timeStamping
[purposenone]
basicConstraints = CA:false
[usageother]
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = critical,timeStamping
[usagenone]
keyUsage = critical,cRLSign
extendedKeyUsage = critical,timeStamping
[stampcritical]
extendedKeyUsage = critical,timeStamping
1.2.3.4 = critical,ASN1:NULL
C
: > index
echo 1000 > number

key() { # name kind
  case $2 in
    rsa*) openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:${2#rsa} -out $1.key ;;
    *) openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:$2 -out $1.key ;;
  esac
}
# certificate NAME KIND EXTENSIONS ISSUER [MD [FROM UNTIL]]; an issuer that is the name itself is self-signed.
certificate() {
  name=$1 kind=$2 extensions=$3 issuer=$4 md=${5:-sha256} from=${6:-20260101000000Z} until=${7:-20460101000000Z}
  key $name $kind
  openssl req -new -config /dev/null -key $name.key -subj "/O=Test/CN=$name" -out $name.csr
  if [ $name = $issuer ]; then sign="-selfsign -keyfile $name.key"; else sign="-cert $issuer.pem -keyfile $issuer.key"; fi
  openssl ca -batch -notext -config ca.cnf -extensions $extensions $sign -md $md -startdate $from -enddate $until -in $name.csr -out $name.pem
}
# stamp OUT SIGNER [CHAIN|-] [MD] [QUERY OPTIONS] [EXTRA LINES OF THE CONFIGURATION]
stamp() {
  out=$1 signer=$2 chain=${3:--} md=${4:-sha256} query=${5:--cert} extra=${6:-}
  test -f serial || echo 4A5B6C7D8E9F00112233 > serial
  cat > tsa.cnf <<C
[tsa]
serial = serial
signer_digest = $md
default_policy = 1.2.3.4.1
digests = sha256, sha384, sha512, sha1
accuracy = secs:1, millisecs:500, microsecs:100
ordering = no
tsa_name = no
ess_cert_id_chain = no
ess_cert_id_alg = sha256
$extra
C
  openssl ts -query -config tsa.cnf -data message.bin $query -out query.tsq
  if [ $chain != - ]; then chain="-chain $chain"; else chain=; fi
  openssl ts -reply -config tsa.cnf -section tsa -queryfile query.tsq -signer $signer.pem -inkey $signer.key $chain -out $out
}
# sign OUT SIGNER CONTENT [OPTIONS]: the same by hand, for what `ts` refuses to make.
sign() {
  out=$1 signer=$2 content=$3
  shift 3
  openssl cms -sign -binary -nodetach -econtent_type 1.2.840.113549.1.9.16.1.4 -md sha256 \
    -signer $signer.pem -inkey $signer.key "$@" -in $content -outform DER -out $out
}

# Authorities.
certificate root-rsa rsa2048 root root-rsa
certificate middle-rsa rsa2048 middle root-rsa
certificate root-ec P-384 root root-ec sha384
certificate middle-ec P-256 middle root-ec sha384
cat middle-rsa.pem root-rsa.pem > chain-rsa.pem
cat middle-ec.pem root-ec.pem > chain-ec.pem
certificate stamp-rsa rsa3072 stamp middle-rsa
certificate stamp-p256 P-256 stamp middle-ec
certificate stamp-p384 P-384 stamp middle-ec
certificate stamp-p521 P-521 stamp middle-ec

# Good.
stamp rsa.tsr stamp-rsa chain-rsa.pem
openssl ts -reply -in rsa.tsr -token_out -out rsa-token.der
cp query.tsq rsa.tsq
stamp rsa-sha512.tsr stamp-rsa chain-rsa.pem sha512 "-sha512 -cert"
stamp p256.tsr stamp-p256 middle-ec.pem
stamp p384.tsr stamp-p384 middle-ec.pem sha384 "-sha384 -cert -no_nonce"
stamp p521.tsr stamp-p521 middle-ec.pem sha512 "-sha512 -cert"
stamp without-certificates.tsr stamp-p256 middle-ec.pem sha256 "-sha256"
stamp ess-v1.tsr stamp-p256 middle-ec.pem sha256 -cert "ess_cert_id_alg = sha1"
stamp ess-chain.tsr stamp-p256 middle-ec.pem sha256 -cert "ess_cert_id_chain = yes"
stamp fraction.tsr stamp-p256 middle-ec.pem sha256 -cert "clock_precision_digits = 6"
stamp named.tsr stamp-p256 middle-ec.pem sha256 -cert "tsa_name = yes"
openssl ts -reply -in p256.tsr -token_out -out p256-token.der
openssl cms -verify -noverify -binary -inform DER -in p256-token.der -out info.der
openssl ts -reply -in named.tsr -token_out -out named-token.der
openssl cms -verify -noverify -binary -inform DER -in named-token.der -out info-named.der
sign pss.der stamp-rsa info.der -cades -certfile middle-rsa.pem -keyopt rsa_padding_mode:pss -keyopt rsa_pss_saltlen:32
sign key-identifier.der stamp-p256 info.der -cades -certfile middle-ec.pem -keyid

# The same names, numbers and keys with other dates; and a token that names its chain and brings nothing of it.
again() { # name issuer extensions
  openssl x509 -req -in $1.csr -CA $2.pem -CAkey $2.key -set_serial 0x$(openssl x509 -in $1.pem -noout -serial | cut -d= -f2) \
    -extfile ca.cnf -extensions $3 -days 7000 -out $1-again.pem
}
again stamp-p256 middle-ec stamp
again middle-ec root-ec middle
stamp ess-chain-alone.tsr stamp-p256 middle-ec.pem sha256 -sha256 "ess_cert_id_chain = yes"
openssl ts -reply -in ess-chain-alone.tsr -token_out -out ess-chain-alone.der
rm ess-chain-alone.tsr

# Over the signature of an attestation.
sed 's/.*"sig":"\([^"]*\)".*/\1/' "$here/statement.sigstore.json" | base64 -d > signature.bin
mv message.bin message.kept
cp signature.bin message.bin
stamp statement.tsr stamp-p256 middle-ec.pem
mv message.kept message.bin

# Refused by the authority.
stamp refused.tsr stamp-p256 middle-ec.pem sha256 "-cert -tspolicy 1.2.3.4.9"

# Hashes that can be forged.
stamp sha1-imprint.tsr stamp-p256 middle-ec.pem sha256 "-sha1 -cert"
stamp sha1-signature.tsr stamp-rsa middle-rsa.pem sha1
certificate middle-sha1 rsa2048 root root-rsa sha1
certificate stamp-under-sha1 P-256 stamp middle-sha1
stamp sha1-chain.tsr stamp-under-sha1 middle-sha1.pem

# Certificates of signers that must not stamp.
certificate expired P-256 stamp middle-ec sha256 20260101000000Z 20260201000000Z
stamp expired.tsr expired middle-ec.pem
certificate early P-256 stamp middle-ec sha256 20450101000000Z 20460101000000Z
stamp early.tsr early middle-ec.pem
for each in purposeother purposetwo purposeloose purposenone usageother usagenone stampcritical stampca; do
  certificate $each P-256 $each middle-ec
  sign $each.der $each info.der -cades -certfile middle-ec.pem
done
certificate stranger P-256 stamp stranger
stamp stranger.tsr stranger

certificate unknown P-256 root unknown
certificate under-unknown P-256 stamp unknown
sign under-unknown.der under-unknown info.der -cades -certfile unknown.pem

# Chains that must not lead there.
for each in middlenotca middlenosign middlecritical middlepurpose middlenames; do
  certificate $each P-256 $each root-ec
  certificate under-$each P-256 stamp $each
  sign $each.der under-$each info.der -cades -certfile $each.pem
done
certificate middle-expired P-256 root root-ec sha256 20260101000000Z 20260201000000Z
certificate under-expired P-256 stamp middle-expired
stamp middle-expired.tsr under-expired middle-expired.pem
certificate below-middle P-256 root middle-ec
certificate too-deep P-256 stamp below-middle
cat below-middle.pem middle-ec.pem > deep.pem
stamp too-deep.tsr too-deep deep.pem
for each in root0 rootcritical rootpurpose; do
  certificate $each P-256 $each $each
  certificate middle-$each P-256 root $each
  certificate under-$each P-256 stamp middle-$each
  stamp $each.tsr under-$each middle-$each.pem
done
certificate root-expired P-256 root root-expired sha256 20260101000000Z 20260201000000Z
certificate under-root-expired P-256 stamp root-expired
stamp root-expired.tsr under-root-expired
# The same name as the trusted authority, another key.
mkdir other
cp root-ec.pem other/root-ec.pem
key root-ec P-384
openssl req -new -config /dev/null -key root-ec.key -subj /O=Test/CN=root-ec -out root-ec.csr
openssl ca -batch -notext -config ca.cnf -extensions root -selfsign -keyfile root-ec.key -md sha384 \
  -startdate 20260101000000Z -enddate 20460101000000Z -in root-ec.csr -out root-ec.pem
certificate namesake P-256 stamp root-ec
stamp namesake.tsr namesake
cp other/root-ec.pem root-ec.pem

# Tokens that are none.
sign no-signing-certificate.der stamp-p256 info.der -certfile middle-ec.pem
sign no-attributes.der stamp-p256 info.der -certfile middle-ec.pem -noattr
sign two-signers.der stamp-p256 info.der -cades -certfile middle-ec.pem -signer stamp-p384.pem -inkey stamp-p384.key
sign other-name.der stamp-p384 info-named.der -cades -certfile middle-ec.pem
openssl cms -sign -binary -nodetach -md sha256 -cades -signer stamp-p256.pem -inkey stamp-p256.key -in info.der \
  -outform DER -out other-content.der
openssl cms -sign -binary -econtent_type 1.2.840.113549.1.9.16.1.4 -md sha256 -cades -signer stamp-p256.pem \
  -inkey stamp-p256.key -in info.der -outform DER -out detached.der

cp message.bin ./*.tsr rsa.tsq "$here"
for name in rsa-token ess-chain-alone pss key-identifier purposeother purposetwo purposeloose purposenone usageother usagenone stampcritical under-unknown \
  stampca middlenotca middlenosign middlecritical middlepurpose middlenames no-signing-certificate no-attributes two-signers \
  other-name other-content detached; do
  cp $name.der "$here"
done
for name in root-rsa root-ec middle-ec middle-ec-again stamp-p256 stamp-p256-again root0 rootcritical rootpurpose root-expired stranger; do
  cp $name.pem "$here"
done
