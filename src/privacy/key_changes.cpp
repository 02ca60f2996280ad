// Changing keys while everybody works: memory keeps both, rows move from the one to the other.
#include <fmt/format.h>
#include <sodium.h>

#include "privacy/keyring.hpp"

namespace aksis::privacy {
namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

}  // namespace

Result<int64_t> Keyring::rotate_kek() {
  const std::lock_guard changing(changing_);
  AKSIS_ASSIGN(made, source_->make());
  AKSIS_ASSIGN(keys, stored());
  struct Rewrapped {
    Kid kid;
    Blob wrapped;
  };
  std::vector<Rewrapped> rewrapped;
  for (const auto& one : keys) {
    const auto held = key(one.kid);
    AKSIS_ASSIGN(wrapped, made->wrap(*held, key_binding(one.purpose, one.kid)));
    rewrapped.push_back({one.kid, std::move(wrapped)});
  }
  AKSIS_TRY(database_.write([&](Transaction& tx) -> Status {
    for (const auto& one : rewrapped)
      AKSIS_TRY(
          tx.execute("UPDATE core_tenant_key SET kek = $1, wrapped = $2 WHERE kid = $3 AND "
                     "state <> 'retired'",
                     {made->id(), one.wrapped, one.kid}));
    return {};
  }));
  {
    const std::unique_lock lock(mutex_);
    keks_.emplace(made->id(), made);
    kek_ = made;
  }
  AKSIS_TRY(source_->settle(made->id()));
  return static_cast<int64_t>(rewrapped.size());
}

Status Keyring::begin_rotation(Purpose purpose) {
  const std::lock_guard changing(changing_);
  if (purpose != Purpose::people && purpose != Purpose::secrets)
    return said(Code::unsupported,
                fmt::format("the index key {} cannot change: every index would have to be made "
                            "anew from what it hides",
                            name_of(purpose)),
                fmt::format("La clé d’index {} ne peut pas changer : il faudrait refaire chaque "
                            "index à partir de ce qu’il cache.",
                            name_of(purpose)));
  AKSIS_ASSIGN(keys, stored());
  for (const auto& one : keys)
    if (one.purpose == purpose && !one.current) return {};  // goes on with that change
  return make_key(purpose);
}

Result<int64_t> Keyring::rewrap_people(Transaction& tx, int64_t limit) {
  const Kid now = current(Purpose::people);
  struct One {
    std::string person;
    Kid kid, tenant_kid;
    Blob wrapped;
  };
  std::vector<One> found;
  AKSIS_TRY(
      tx.query("SELECT p.person, p.kid, p.tenant_kid, p.wrapped FROM core_tenant_key t JOIN "
               "core_person_key p ON p.tenant_kid = t.kid WHERE t.purpose = 'people' AND "
               "t.state = 'retiring' ORDER BY p.tenant_kid, p.person LIMIT $1",
               {limit}, [&](const Row& row) -> Status {
                 found.push_back({std::string(row.text(0)), row.integer(1), row.integer(2),
                                  storage::blob(row.text(3))});
                 return {};
               }));
  const auto to = key(now);
  for (const auto& one : found) {
    const auto from = key(one.tenant_kid);
    const auto binding = wrap_binding(one.person, one.kid);
    auto bytes = from ? open_bytes(from->data(), binding, one.wrapped) : std::nullopt;
    if (!bytes)
      return internal(
          fmt::format("the key of person {} does not open: the change of keys stops "
                      "before it. `aksis keys verify` tells more",
                      one.person));
    const auto wrapped = seal_bytes(to->data(), now, binding, *bytes);
    sodium_memzero(bytes->data(), bytes->size());
    AKSIS_TRY(
        tx.execute("UPDATE core_person_key SET tenant_kid = $1, wrapped = $2 WHERE person = $3",
                   {now, wrapped, one.person}));
  }
  return static_cast<int64_t>(found.size());
}

Status Keyring::retire(Transaction& tx, Purpose purpose) {
  if (purpose == Purpose::people)
    AKSIS_TRY(tx.query(
        "SELECT p.person FROM core_tenant_key t JOIN core_person_key p ON "
        "p.tenant_kid = t.kid WHERE t.purpose = 'people' AND t.state = 'retiring' "
        "ORDER BY p.person LIMIT 1",
        {}, [](const Row&) -> Status {
          return said(Code::conflict, "people's keys are still wrapped with the key before",
                      "Des clés de personnes dépendent encore de la clé précédente ; relancez le "
                      "changement de clé.");
        }));
  AKSIS_TRY(
      tx.execute("UPDATE core_tenant_key SET state = 'retired', wrapped = NULL WHERE purpose "
                 "= $1 AND state = 'retiring'",
                 {name_of(purpose)}));
  return {};
}

}  // namespace aksis::privacy
