// The Ed25519 key that signs checkpoints, and signed notes as C2SP writes them
// (c2sp.org/signed-note, c2sp.org/tlog-checkpoint). Immutable once made, any thread.
//
//   note       = origin LF size LF base64(root) LF LF "— " name " " base64(key_id signature) LF
//   key_id     = first 4 bytes of SHA-256(name LF 0x01 public_key)
//   signature  = Ed25519 over the text up to and with the LF before the empty line
// The origin and the key's name are the same text: who keeps this log.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "audit/merkle.hpp"

namespace aksis::audit {

struct Checkpoint {
  int64_t size = 0;
  Hash root{};
};

class SigningKey {
 public:
  // Reads the key file, or makes one (mode 0400) when there is none. `name`: 1 to 200 characters
  // without space and "+". Refuses a file that others may read or that is no key.
  static Result<SigningKey> open(const std::string& path, const std::string& name);
  // One that no file keeps: for what only looks at the declarations of operations.
  static SigningKey unkept(const std::string& name);
  ~SigningKey();
  SigningKey(const SigningKey&) = default;
  SigningKey& operator=(const SigningKey&) = delete;

  const std::string& name() const { return name_; }
  // "name+key_id+base64(0x01 public_key)": what a verifier is given.
  std::string verifier() const;

  std::string sign(const Checkpoint& checkpoint) const;
  // What a note says, when its form and this key's signature are right; else why not.
  Result<Checkpoint> opened(std::string_view note) const;

  // 64 raw bytes over "purge of NAME LF what LF". A name has no space: no such text is a note's.
  std::string sign_purge(std::string_view what) const;
  bool signed_purge(std::string_view what, std::string_view signature) const;

 private:
  SigningKey() = default;
  std::string key_id() const;
  std::string name_;
  std::array<unsigned char, 32> public_{};
  std::array<unsigned char, 64> secret_{};
};

}  // namespace aksis::audit
