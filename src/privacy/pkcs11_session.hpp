// One session with a PKCS#11 token, signed in. Any thread: calls wait for each other.
#pragma once

#include <p11-kit/p11-kit.h>

#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "privacy/pkcs11_token.hpp"
#include "storage/database.hpp"

namespace aksis::privacy {

class Pkcs11Session {
 public:
  // Loads the library, finds the token by its label, signs in. Refuses with a sentence.
  static Result<std::shared_ptr<Pkcs11Session>> open(const Pkcs11Options& options);
  ~Pkcs11Session();
  Pkcs11Session(const Pkcs11Session&) = delete;
  Pkcs11Session& operator=(const Pkcs11Session&) = delete;

  // The CKA_IDs of the AES keys of that label, the greatest first.
  Result<std::vector<storage::Blob>> keys(const std::string& label);
  // A new AES-256 key that cannot leave the token.
  Status generate(const std::string& label, const storage::Blob& id);

  // AES-256-GCM with the key of that CKA_ID: {1, IV (12 bytes, random), ciphertext and tag}.
  Result<storage::Blob> encrypt(const storage::Blob& id, const unsigned char* plain, size_t size,
                                std::string_view binding);
  // Code::internal when it does not open.
  Result<storage::Blob> decrypt(const storage::Blob& id, const storage::Blob& sealed,
                                std::string_view binding);

 private:
  explicit Pkcs11Session(std::string where) : where_(std::move(where)) {}
  Status find_token(const std::string& label, unsigned long& slot);
  Status sign_in(const std::string& pin_file);
  Result<std::vector<unsigned long>> find(std::vector<CK_ATTRIBUTE> wanted);
  Result<unsigned long> key_handle(const storage::Blob& id);
  Error failed(std::string_view doing, unsigned long code) const;

  std::mutex mutex_;
  const std::string where_;
  CK_FUNCTION_LIST* functions_ = nullptr;
  bool initialized_ = false;
  unsigned long session_ = 0;
};

}  // namespace aksis::privacy
