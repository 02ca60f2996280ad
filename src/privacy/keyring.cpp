#include "privacy/keyring.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>

#include "base/identity.hpp"
#include "embedded/privacy_migrations.hpp"

namespace aksis::privacy {
namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr Purpose kPurposes[] = {Purpose::people, Purpose::secrets, Purpose::nir_index,
                                 Purpose::search};

Purpose purpose_of(std::string_view name) {
  for (const auto purpose : kPurposes)
    if (name_of(purpose) == name) return purpose;
  return Purpose::people;  // the table's CHECK allows no other
}

Error no_key(std::string_view person) {
  return {Code::not_found,
          fmt::format("the person {} has no key: they are unknown here, or were erased", person),
          {},
          "Cette personne n’est pas connue, ou ses données ont été effacées."};
}

struct KeyRow {
  Kid kid = 0, tenant_kid = 0;
  Blob wrapped;
};

Result<std::optional<KeyRow>> key_row(Transaction& tx, std::string_view person) {
  std::optional<KeyRow> found;
  AKSIS_TRY(tx.query("SELECT kid, tenant_kid, wrapped FROM core_person_key WHERE person = $1",
                     {person}, [&](const Row& row) -> Status {
                       found = KeyRow{row.integer(0), row.integer(1), storage::blob(row.text(2))};
                       return {};
                     }));
  return found;
}

}  // namespace

std::vector<storage::Migration> migrations() {
  return storage::embedded_migrations(embedded::privacy_migrations());
}

std::string_view name_of(Purpose purpose) {
  switch (purpose) {
    case Purpose::people:
      return "people";
    case Purpose::secrets:
      return "secrets";
    case Purpose::nir_index:
      return "nir_index";
    case Purpose::search:
      return "search";
  }
  return "";
}

std::string Keyring::key_binding(Purpose purpose, Kid kid) const {
  return bound({"tenant_key", name_of(purpose), std::to_string(kid), tenant_});
}

std::string Keyring::wrap_binding(std::string_view person, Kid kid) const {
  return bound({"person_key", person, std::to_string(kid), tenant_});
}

std::shared_ptr<const SecretKey> Keyring::key(Kid kid) const {
  const std::shared_lock lock(mutex_);
  const auto found = keys_.find(kid);
  return found == keys_.end() ? nullptr : found->second;
}

Kid Keyring::current(Purpose purpose) const {
  const std::shared_lock lock(mutex_);
  return current_.at(purpose);
}

std::string Keyring::kek() const {
  const std::shared_lock lock(mutex_);
  return kek_->id();
}

std::unique_ptr<Keyring> Keyring::closed(storage::Database& database, const Clock& clock) {
  return std::unique_ptr<Keyring>(new Keyring(database, nullptr, clock));
}

Result<std::unique_ptr<Keyring>> Keyring::open(storage::Database& database,
                                               std::unique_ptr<KeySource> source,
                                               const Clock& clock) {
  std::unique_ptr<Keyring> ring(new Keyring(database, std::move(source), clock));
  const auto tenant = uuid_v7(clock.now());
  AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
    AKSIS_TRY(
        tx.execute("INSERT INTO core_tenant (id, created_at) SELECT $1, $2 WHERE NOT EXISTS "
                   "(SELECT 1 FROM core_tenant)",
                   {tenant, clock.now()}));
    return tx.query("SELECT id FROM core_tenant ORDER BY created_at, id LIMIT 1", {},
                    [&](const Row& row) -> Status {
                      ring->tenant_ = row.text(0);
                      return {};
                    });
  }));
  AKSIS_ASSIGN(keys, ring->stored());
  AKSIS_TRY(ring->load_keks(keys));
  AKSIS_TRY(ring->unwrap(keys));
  AKSIS_TRY(ring->make_missing());
  AKSIS_TRY(ring->source_->settle(ring->kek_->id()));
  return ring;
}

Result<std::vector<Keyring::StoredKey>> Keyring::stored() {
  std::vector<StoredKey> out;
  AKSIS_TRY(database_.read([&](Transaction& tx) {
    out.clear();
    return tx.query(
        "SELECT kid, purpose, state, kek, wrapped FROM core_tenant_key WHERE state <> 'retired' "
        "ORDER BY created_at, kid",
        {}, [&](const Row& row) -> Status {
          out.push_back({row.integer(0), purpose_of(row.text(1)), row.text(2) == "current",
                         std::string(row.text(3)), storage::blob(row.text(4))});
          return {};
        });
  }));
  return out;
}

// The KEK in use is the one that wraps the newest key; in an empty database, the source's first.
Status Keyring::load_keks(const std::vector<StoredKey>& keys) {
  AKSIS_ASSIGN(held, source_->load());
  for (const auto& kek : held) keks_.emplace(kek->id(), kek);
  for (const auto& one : keys)
    if (!keks_.contains(one.kek))
      return said(Code::not_found,
                  fmt::format("the keys of this database are wrapped with {}, which {} does not "
                              "hold: bring that key back; without it people's data stays closed",
                              one.kek, source_->where()),
                  fmt::format("Les clés de cette base sont protégées par {}, qui manque ({}) : "
                              "remettez cette clé ; sans elle, les données des personnes restent "
                              "fermées.",
                              one.kek, source_->where()));
  if (!keys.empty()) {
    kek_ = keks_.at(keys.back().kek);
  } else if (!held.empty()) {
    kek_ = held.front();
  } else {
    AKSIS_ASSIGN(made, source_->make());
    keks_.emplace(made->id(), made);
    kek_ = made;
  }
  return {};
}

Status Keyring::unwrap(const std::vector<StoredKey>& keys) {
  for (const auto& one : keys) {
    AKSIS_ASSIGN(opened, keks_.at(one.kek)->unwrap(one.wrapped, key_binding(one.purpose, one.kid)));
    keys_.emplace(one.kid, std::make_shared<const SecretKey>(std::move(opened)));
    if (one.current) current_[one.purpose] = one.kid;
  }
  return {};
}

Status Keyring::make_missing() {
  for (const auto purpose : kPurposes)
    if (!current_.contains(purpose)) AKSIS_TRY(make_key(purpose));
  return {};
}

// The one before, if any, only opens from now on.
Status Keyring::make_key(Purpose purpose) {
  const auto made = std::make_shared<const SecretKey>(SecretKey::random());
  const Kid kid = random_kid();
  std::shared_ptr<const Kek> kek;
  {
    // Known before it is committed: nobody names it until it is.
    const std::unique_lock lock(mutex_);
    keys_.emplace(kid, made);
    kek = kek_;
  }
  AKSIS_ASSIGN(wrapped, kek->wrap(*made, key_binding(purpose, kid)));
  AKSIS_TRY(database_.write([&](Transaction& tx) -> Status {
    AKSIS_TRY(
        tx.execute("UPDATE core_tenant_key SET state = 'retiring' WHERE purpose = $1 AND "
                   "state = 'current'",
                   {name_of(purpose)}));
    AKSIS_TRY(
        tx.execute("INSERT INTO core_tenant_key (kid, purpose, state, kek, wrapped, "
                   "created_at) VALUES ($1, $2, 'current', $3, $4, $5)",
                   {kid, name_of(purpose), kek->id(), wrapped, clock_.now()}));
    return {};
  }));
  const std::unique_lock lock(mutex_);
  current_[purpose] = kid;
  return {};
}

Status Keyring::create_person_key(Transaction& tx, std::string_view person) {
  const auto made = SecretKey::random();
  const Kid kid = random_kid(), tenant_kid = current(Purpose::people);
  const auto wrapped = seal_bytes(key(tenant_kid)->data(), tenant_kid, wrap_binding(person, kid),
                                  {reinterpret_cast<const char*>(made.data()), kKeyBytes});
  AKSIS_ASSIGN(added, tx.execute("INSERT INTO core_person_key (person, kid, tenant_kid, wrapped, "
                                 "created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (person) DO "
                                 "NOTHING",
                                 {person, kid, tenant_kid, wrapped, clock_.now()}));
  if (added == 1) return {};
  return Error{Code::conflict, fmt::format("the person {} has a key already", person), {}};
}

Result<PersonKey> Keyring::person_key(Transaction& tx, std::string_view person) {
  AKSIS_ASSIGN(row, key_row(tx, person));
  if (!row) return no_key(person);
  const auto tenant_key = key(row->tenant_kid);
  std::optional<std::string> bytes;
  if (tenant_key)
    bytes = open_bytes(tenant_key->data(), wrap_binding(person, row->kid), row->wrapped);
  if (!bytes || bytes->size() != kKeyBytes)
    return internal(
        fmt::format("the key of person {} does not open: its row was changed, or its "
                    "tenant key is no more. `aksis keys verify` tells which",
                    person));
  PersonKey out(std::string(person), tenant_, row->kid, *bytes);
  sodium_memzero(bytes->data(), bytes->size());
  return out;
}

Result<Blob> Keyring::seal(Transaction& tx, const Place& place, std::string_view person,
                           std::string_view plain) {
  AKSIS_ASSIGN(key, person_key(tx, person));
  return key.seal(place, plain);
}

Result<std::string> Keyring::open(Transaction& tx, const Place& place, std::string_view person,
                                  const Blob& sealed) {
  AKSIS_ASSIGN(key, person_key(tx, person));
  return key.open(place, sealed);
}

Result<Blob> Keyring::seal_tenant(Transaction&, const Place& place, std::string_view plain) {
  if (holders_ && !holders_->declares(place.table, place.column))
    return internal(
        fmt::format("{}.{} is declared by no holder as sealed: a change of keys would "
                    "lose what stands there",
                    place.table, place.column));
  const Kid kid = current(Purpose::secrets);
  return seal_bytes(key(kid)->data(), kid,
                    bound({"tenant", place.table, place.column, place.row, tenant_}), plain);
}

Result<std::string> Keyring::open_tenant(Transaction&, const Place& place, const Blob& sealed) {
  const auto kid = kid_of(sealed);
  const auto with = kid ? key(*kid) : nullptr;
  std::optional<std::string> plain;
  if (with)
    plain = open_bytes(with->data(),
                       bound({"tenant", place.table, place.column, place.row, tenant_}), sealed);
  if (plain) return *std::move(plain);
  return internal(
      fmt::format("{}.{} of row {} does not open: it was changed, moved, or sealed with "
                  "a key that is no more. Store that secret anew",
                  place.table, place.column, place.row));
}

Blob Keyring::index(Purpose purpose, std::string_view domain, std::string_view value) const {
  const auto with = key(current(purpose));
  const auto text = bound({domain, value});
  Blob out(crypto_auth_hmacsha256_BYTES);
  crypto_auth_hmacsha256(out.data(), reinterpret_cast<const unsigned char*>(text.data()),
                         text.size(), with->data());
  return out;
}

}  // namespace aksis::privacy
