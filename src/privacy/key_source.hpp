// Where the key-encryption key (KEK) comes from: a file, a systemd credential, a PKCS#11 token. It
// never comes into the database. KeySource: one thread at a time. Kek: any thread.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "aksis/cpp/result.hpp"
#include "base/clock.hpp"
#include "privacy/secret_key.hpp"
#include "storage/database.hpp"

namespace aksis::privacy {

class Kek {
 public:
  virtual ~Kek() = default;
  virtual const std::string& id() const = 0;  // "file:5b1c…"; says nothing of the key
  // `binding`: what the key is for; unwrap() fails with another one.
  virtual Result<storage::Blob> wrap(const SecretKey& key, std::string_view binding) const = 0;
  virtual Result<SecretKey> unwrap(const storage::Blob& wrapped,
                                   std::string_view binding) const = 0;
};
using Keks = std::vector<std::shared_ptr<const Kek>>;

class KeySource {
 public:
  virtual ~KeySource() = default;
  virtual std::string where() const = 0;  // for sentences: "the key file /var/lib/…"
  // What there is, the one to wrap with first; empty: none was made yet.
  virtual Result<Keks> load() = 0;
  // A new one beside those there are; kept durably before it returns. A file or a credential that
  // was made before and never came into use is given again; a token makes another.
  virtual Result<std::shared_ptr<const Kek>> make() = 0;
  // From now on `id` is the one to wrap with; the ones before stay readable, for older backups.
  virtual Status settle(std::string_view id) = 0;
};

// `path`: 64 hexadecimal digits, mode 0400; wider rights are refused. During a change the new key
// is PATH.next; the one before becomes PATH.old-ID, to delete when no backup of its time is left.
std::unique_ptr<KeySource> key_file(std::string path);

// $CREDENTIALS_DIRECTORY/NAME, as a unit's LoadCredentialEncrypted= gives it: 64 hexadecimal
// digits. make() takes NAME.next, which the administrator adds; NAME.old is read where it exists.
// `directory` empty: the environment's.
std::unique_ptr<KeySource> systemd_credential(std::string name, std::string directory = {});

}  // namespace aksis::privacy
