#include "privacy/pkcs11_token.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <cstring>

#include "base/identity.hpp"
#include "privacy/pkcs11_session.hpp"
#include "privacy/sealed_bytes.hpp"

namespace aksis::privacy {
namespace {

using storage::Blob;

std::string hex(const Blob& bytes) {
  std::string out;
  for (const auto byte : bytes) out += fmt::format("{:02x}", byte);
  return out;
}

class TokenKek final : public Kek {
 public:
  TokenKek(std::shared_ptr<Pkcs11Session> session, Blob number)
      : session_(std::move(session)), number_(std::move(number)), id_("pkcs11:" + hex(number_)) {}
  const std::string& id() const override { return id_; }
  Result<Blob> wrap(const SecretKey& key, std::string_view binding) const override {
    return session_->encrypt(number_, key.data(), kKeyBytes, bound({"kek", id_, binding}));
  }
  Result<SecretKey> unwrap(const Blob& wrapped, std::string_view binding) const override {
    AKSIS_ASSIGN(plain, session_->decrypt(number_, wrapped, bound({"kek", id_, binding})));
    if (plain.size() != kKeyBytes)
      return internal(fmt::format("a key of the database does not open with {}", id_));
    SecretKey out;
    std::memcpy(out.data(), plain.data(), kKeyBytes);
    sodium_memzero(plain.data(), plain.size());
    return out;
  }

 private:
  const std::shared_ptr<Pkcs11Session> session_;
  const Blob number_;
  const std::string id_;
};

class TokenSource final : public KeySource {
 public:
  TokenSource(Pkcs11Options options, const Clock& clock)
      : options_(std::move(options)), clock_(clock) {}

  std::string where() const override { return "the PKCS#11 token " + options_.token; }

  Result<Keks> load() override {
    AKSIS_TRY(connect());
    AKSIS_ASSIGN(numbers, session_->keys(options_.key_label));
    Keks out;
    for (auto& number : numbers)
      out.push_back(std::make_shared<TokenKek>(session_, std::move(number)));
    return out;
  }

  Result<std::shared_ptr<const Kek>> make() override {
    AKSIS_TRY(connect());
    // The time first, so that the latest key is the greatest number.
    const auto text = uuid_v7(clock_.now());
    const Blob number(text.begin(), text.end());
    AKSIS_TRY(session_->generate(options_.key_label, number));
    return std::shared_ptr<const Kek>(std::make_shared<TokenKek>(session_, number));
  }

  Status settle(std::string_view) override { return {}; }  // whoever keeps the token deletes

 private:
  Status connect() {
    if (session_) return {};
    AKSIS_ASSIGN(opened, Pkcs11Session::open(options_));
    session_ = std::move(opened);
    return {};
  }

  const Pkcs11Options options_;
  const Clock& clock_;
  std::shared_ptr<Pkcs11Session> session_;
};

}  // namespace

std::unique_ptr<KeySource> pkcs11_token(Pkcs11Options options, const Clock& clock) {
  return std::make_unique<TokenSource>(std::move(options), clock);
}

}  // namespace aksis::privacy
