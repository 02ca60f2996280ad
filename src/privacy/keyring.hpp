// The keys of this database, unwrapped in memory, and what is sealed with them.
// KEK (key_source.hpp) → tenant keys → one key a person → fields. Any thread; what takes a
// transaction runs inside a body.
//
// Field encryption protects stolen files, backups and copies, not a process that was taken over.
// The key of a person is read from the row in every body that needs it, never kept from one body to
// the next: whoever is erased, or was never committed, opens for nobody.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "privacy/holder.hpp"
#include "privacy/key_source.hpp"
#include "privacy/sealed_bytes.hpp"
#include "privacy/secret_key.hpp"
#include "storage/database.hpp"
#include "storage/migrations.hpp"

namespace aksis::privacy {

// The tables of this folder.
std::vector<storage::Migration> migrations();

// Whose key seals what is written of no person and never changes (entries of the audit): a row
// among people's keys that nobody is, and that is never erased.
inline constexpr std::string_view kAgency = "agency";

// Where sealed bytes stand; bound into them, so that they open nowhere else.
struct Place {
  std::string_view table, column, row;  // "core_person", "name", the row's id
};

// people: wraps people's keys. secrets: seals what belongs to nobody. The others: blind indexes.
enum class Purpose { people, secrets, nir_index, search };
std::string_view name_of(Purpose purpose);

// The key of one person, for the time of one body. Wiped at its end.
class PersonKey {
 public:
  PersonKey(std::string person, std::string tenant, Kid kid, std::string_view bytes);
  ~PersonKey();
  PersonKey(const PersonKey&) = default;
  PersonKey& operator=(const PersonKey&) = default;

  storage::Blob seal(const Place& place, std::string_view plain) const;
  // Code::internal, naming the place and never the content, when it does not open: changed, moved
  // from another place or person, or sealed with a key that is no more.
  Result<std::string> open(const Place& place, const storage::Blob& sealed) const;

 private:
  std::string binding(const Place& place) const;
  std::string person_, tenant_;
  Kid kid_;
  std::array<unsigned char, kKeyBytes> bytes_;
};

class Keyring {
 public:
  // Makes the tenant and its keys at first use; opens all that there are. Refuses with a sentence:
  // the KEK absent while the database holds keys, or keys that do not open. After migrate().
  // `database`, `clock` outlive it.
  static Result<std::unique_ptr<Keyring>> open(storage::Database& database,
                                               std::unique_ptr<KeySource> source,
                                               const Clock& clock);

  // Without any key, over a database that does not answer: for what only looks at the declarations
  // of operations.
  static std::unique_ptr<Keyring> closed(storage::Database& database, const Clock& clock);

  const std::string& tenant() const { return tenant_; }

  // In the transaction that makes the person. Code::conflict when they have one.
  Status create_person_key(storage::Transaction& tx, std::string_view person);
  // Code::not_found when they have none: unknown, or erased.
  Result<PersonKey> person_key(storage::Transaction& tx, std::string_view person);

  // One field; for several of one person take person_key() once.
  Result<storage::Blob> seal(storage::Transaction& tx, const Place& place, std::string_view person,
                             std::string_view plain);
  Result<std::string> open(storage::Transaction& tx, const Place& place, std::string_view person,
                           const storage::Blob& sealed);

  // Secrets of no person (of accounts, of partners), with the tenant's own key. seal_tenant(): in
  // the write body that stores them, since a change of keys may run before a later one.
  Result<storage::Blob> seal_tenant(storage::Transaction& tx, const Place& place,
                                    std::string_view plain);
  Result<std::string> open_tenant(storage::Transaction& tx, const Place& place,
                                  const storage::Blob& sealed);

  // At start, before threads: seal_tenant() then refuses a place that no holder declares, since a
  // change of keys would lose what stands there.
  void know(const Holders& holders) { holders_ = &holders; }

  // HMAC-SHA256 with the index key of `purpose`: 32 bytes.
  storage::Blob index(Purpose purpose, std::string_view domain, std::string_view value) const;

  // Wraps the tenant keys anew under a new KEK, in one transaction; nobody waits for it. Answers
  // how many.
  Result<int64_t> rotate_kek();
  std::string kek() const;  // id of the one in use
  std::string key_place() const { return source_->where(); }

  // The steps of changing the tenant's own keys, for rotation.hpp. begin: a new current key, the
  // one before only opens; goes on with a change that was interrupted.
  Status begin_rotation(Purpose purpose);
  // Wraps up to `limit` people's keys anew; answers how many, 0 at the end. In a write body.
  Result<int64_t> rewrap_people(storage::Transaction& tx, int64_t limit);
  // In a write body, when nothing is left under the keys before: forgets them. Code::conflict when
  // there still is.
  Status retire(storage::Transaction& tx, Purpose purpose);
  Kid current(Purpose purpose) const;

 private:
  using KeyMap = std::map<Kid, std::shared_ptr<const SecretKey>>;
  Keyring(storage::Database& database, std::unique_ptr<KeySource> source, const Clock& clock)
      : database_(database), source_(std::move(source)), clock_(clock) {}
  struct StoredKey {
    Kid kid;
    Purpose purpose;
    bool current;
    std::string kek;
    storage::Blob wrapped;
  };
  Result<std::vector<StoredKey>> stored();
  Status load_keks(const std::vector<StoredKey>& keys);
  Status unwrap(const std::vector<StoredKey>& keys);
  Status make_missing();
  Status make_key(Purpose purpose);
  std::string key_binding(Purpose purpose, Kid kid) const;
  std::string wrap_binding(std::string_view person, Kid kid) const;
  std::shared_ptr<const SecretKey> key(Kid kid) const;

  storage::Database& database_;
  std::unique_ptr<KeySource> source_;
  const Clock& clock_;
  const Holders* holders_ = nullptr;
  std::string tenant_;
  std::mutex changing_;  // one change of keys at a time
  mutable std::shared_mutex mutex_;
  std::shared_ptr<const Kek> kek_;
  std::map<std::string, std::shared_ptr<const Kek>> keks_;
  // Retired ones stay until the process ends: a reader may still look at a snapshot of before.
  KeyMap keys_;
  std::map<Purpose, Kid> current_;
};

}  // namespace aksis::privacy
