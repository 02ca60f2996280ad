#include "access/webauthn_authenticator_data.hpp"

#include <fmt/format.h>

#include "access/webauthn_cbor.hpp"

namespace aksis::access {
namespace {

constexpr size_t kHashBytes = 32;
constexpr size_t kHeadBytes = kHashBytes + 1 + 4;
constexpr size_t kAaguidBytes = 16;
constexpr size_t kCredentialIdBytesMax = 1023;  // Web Authentication Level 2, 5.8.3
constexpr size_t kDataBytesMax = 4096;

// Bits of the flags byte.
constexpr unsigned kUserPresent = 0x01, kUserVerified = 0x04, kBackupEligible = 0x08,
                   kBackedUp = 0x10, kAttested = 0x40, kExtensions = 0x80;

constexpr size_t kCoordinateBytes = 32;
constexpr size_t kModulusBytes = 256;  // RSA of 2048 bits, the size libfido2 knows
constexpr std::string_view kExponent("\x01\x00\x01", 3);

unsigned byte_at(std::string_view bytes, size_t at) {
  return static_cast<unsigned char>(bytes[at]);
}

Error malformed(std::string_view why) {
  return invalid(fmt::format("the authenticator's data is malformed: {}", why));
}

Result<AttestedCredential> take_credential(std::string_view& rest) {
  if (rest.size() < kAaguidBytes + 2) return malformed("it ends inside the credential");
  AttestedCredential out;
  out.aaguid = rest.substr(0, kAaguidBytes);
  const size_t id_bytes = byte_at(rest, kAaguidBytes) << 8 | byte_at(rest, kAaguidBytes + 1);
  rest.remove_prefix(kAaguidBytes + 2);
  if (id_bytes == 0 || id_bytes > kCredentialIdBytesMax || id_bytes > rest.size())
    return malformed("the length of the credential's id is wrong");
  out.id = rest.substr(0, id_bytes);
  rest.remove_prefix(id_bytes);
  AKSIS_ASSIGN(key, cbor::read_first(rest, "the public key of the passkey"));
  out.public_key = rest.substr(0, key.bytes);
  rest.remove_prefix(key.bytes);
  return out;
}

// The members of a COSE key, each checked for its exact form; an absent one is a refusal.
struct CoseKey {
  const cbor_item_t* map;
  bool is(int64_t key, int64_t value) const {
    return cbor::integer(cbor::member(map, key)) == value;
  }
  Result<std::string> bytes(int64_t key, size_t size) const {
    const auto found = cbor::bytes(cbor::member(map, key));
    if (!found || found->size() != size)
      return invalid("the public key of the passkey has a part of the wrong size");
    return std::string(*found);
  }
};

Result<std::string> elliptic(const CoseKey& key) {
  // kty EC2, crv P-256, x, y
  if (cbor::map_size(key.map) != 5 || !key.is(1, 2) || !key.is(-1, 1))
    return invalid("the public key of the passkey is no P-256 key, as its algorithm asks");
  AKSIS_ASSIGN(x, key.bytes(-2, kCoordinateBytes));
  AKSIS_ASSIGN(y, key.bytes(-3, kCoordinateBytes));
  return x + y;
}

Result<std::string> edwards(const CoseKey& key) {
  // kty OKP, crv Ed25519, x
  if (cbor::map_size(key.map) != 4 || !key.is(1, 1) || !key.is(-1, 6))
    return invalid("the public key of the passkey is no Ed25519 key, as its algorithm asks");
  return key.bytes(-2, kCoordinateBytes);
}

Result<std::string> rsa(const CoseKey& key) {
  // kty RSA, n, e
  if (cbor::map_size(key.map) != 4 || !key.is(1, 3))
    return invalid("the public key of the passkey is no RSA key, as its algorithm asks");
  AKSIS_ASSIGN(modulus, key.bytes(-1, kModulusBytes));
  AKSIS_ASSIGN(exponent, key.bytes(-2, kExponent.size()));
  if (exponent != kExponent)
    return invalid("the public key of the passkey has another exponent than 65537");
  return modulus + exponent;
}

}  // namespace

Result<AuthenticatorData> parse_authenticator_data(std::string_view bytes) {
  if (bytes.size() < kHeadBytes) return malformed("it is too short");
  if (bytes.size() > kDataBytesMax)
    return malformed(fmt::format("it is longer than {} bytes", kDataBytesMax));
  AuthenticatorData out;
  out.rp_id_hash = bytes.substr(0, kHashBytes);
  const auto flags = byte_at(bytes, kHashBytes);
  out.user_present = flags & kUserPresent;
  out.user_verified = flags & kUserVerified;
  out.backup_eligible = flags & kBackupEligible;
  out.backed_up = flags & kBackedUp;
  for (size_t i = kHashBytes + 1; i < kHeadBytes; ++i)
    out.counter = out.counter << 8 | byte_at(bytes, i);
  auto rest = bytes.substr(kHeadBytes);
  if (flags & kAttested) {
    AKSIS_ASSIGN(credential, take_credential(rest));
    out.credential = std::move(credential);
  }
  if (flags & kExtensions) {
    AKSIS_ASSIGN(extensions, cbor::read_first(rest, "what the authenticator's data adds"));
    if (!cbor_isa_map(extensions.item.get())) return malformed("its extensions are no map");
    rest.remove_prefix(extensions.bytes);
  }
  if (!rest.empty()) return malformed("bytes follow after its end");
  return out;
}

Result<PublicKey> parse_public_key(std::string_view cose) {
  AKSIS_ASSIGN(read, cbor::read_first(cose, "the public key of the passkey"));
  if (read.bytes != cose.size()) return invalid("bytes follow after the public key of the passkey");
  const CoseKey key{read.item.get()};
  const auto algorithm = cbor::integer(cbor::member(key.map, 3));
  PublicKey out;
  Result<std::string> raw =
      invalid("the passkey's algorithm is none of ES256, EdDSA and RS256; use another passkey");
  if (algorithm == kEs256) raw = elliptic(key);
  if (algorithm == kEdDsa) raw = edwards(key);
  if (algorithm == kRs256) raw = rsa(key);
  if (!raw) return std::move(raw).error();
  out.algorithm = static_cast<int>(*algorithm);
  out.raw = std::move(raw).value();
  return out;
}

}  // namespace aksis::access
