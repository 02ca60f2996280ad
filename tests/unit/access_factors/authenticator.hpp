// An authenticator in software: makes keys with OpenSSL and answers ceremonies byte by byte, right
// or wrong as a test asks. One thread.
#pragma once

#include <openssl/evp.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "access/webauthn_ceremony.hpp"

namespace aksis::access {

enum class KeyKind { es256, eddsa, rs256 };
inline constexpr KeyKind kKeyKinds[] = {KeyKind::es256, KeyKind::eddsa, KeyKind::rs256};

// CBOR, the few forms ceremonies need.
namespace cbor_text {
std::string head(int major, uint64_t value);
std::string integer(int64_t value);
std::string bytes(std::string_view data);
std::string text(std::string_view data);
}  // namespace cbor_text

// What a ceremony says; every member may be made wrong.
struct Course {
  std::string type;
  std::string challenge;
  std::string origin = "https://aksis.example";
  std::string cross_origin = "false";  // JSON
  std::string more;                    // JSON members, with a comma before
  std::string rp_id = "aksis.example";
  unsigned flags = 0x05;  // present and verified
  uint32_t counter = 1;
  std::string format = "none";  // of the attestation; "packed": self
};

class Authenticator {
 public:
  explicit Authenticator(KeyKind kind, std::string id = "credential-0123456789");

  Registration make(const Course& course) const;
  Assertion answer(const Course& course) const;

  // Signs with the key as its algorithm asks.
  std::string sign(std::string_view data) const;
  std::string cose() const;
  int algorithm() const;
  const std::string& id() const { return id_; }
  std::string authenticator_data(const Course& course, bool with_credential) const;

 private:
  KeyKind kind_;
  std::string id_;
  std::shared_ptr<EVP_PKEY> key_;
};

std::string client_data(const Course& course);
std::string attestation_object(std::string_view format, std::string_view statement,
                               std::string_view authenticator_data);

}  // namespace aksis::access
