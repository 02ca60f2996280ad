#include "app/instance/api_keys.hpp"

#include <mutex>

#include "app/instance/local_only.hpp"
#include "base/identity.hpp"

namespace aksis::app {
namespace {

constexpr size_t kKeyBytes = 32;
// Lets a scanner recognise a key that was published by mistake.
constexpr std::string_view kKeyPrefix = "aksis_";

}  // namespace

Status ApiKeys::load() {
  std::unordered_map<std::string, std::string> found;
  AKSIS_TRY(database_.read([&](storage::Transaction& tx) {
    found.clear();
    return tx.query("SELECT id, hash FROM core_api_key WHERE revoked_at IS NULL ORDER BY id", {},
                    [&](const storage::Row& row) -> Status {
                      found.emplace(row.text(1), row.text(0));
                      return {};
                    });
  }));
  const std::unique_lock lock(mutex_);
  id_of_hash_ = std::move(found);
  return {};
}

Result<ApiKeys::Created> ApiKeys::create(std::string_view name) {
  const Micros now = clock_.now();
  Created made{uuid_v7(now), std::string(kKeyPrefix) + random_hex(kKeyBytes)};
  const auto hash = sha256_hex(made.key);
  AKSIS_TRY(database_.write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(
        tx.execute("INSERT INTO core_api_key (id, name, hash, created_at) VALUES ($1, $2, $3, $4)",
                   {std::string_view(made.id), name, std::string_view(hash), now}));
    return {};
  }));
  const std::unique_lock lock(mutex_);
  id_of_hash_.emplace(hash, made.id);
  return made;
}

Status ApiKeys::revoke(std::string_view id) {
  AKSIS_TRY(database_.write([&](storage::Transaction& tx) -> Status {
    bool exists = false;
    AKSIS_TRY(tx.query("SELECT id FROM core_api_key WHERE id = $1", {id},
                       [&](const storage::Row&) -> Status {
                         exists = true;
                         return {};
                       }));
    if (!exists)
      return Error{Code::not_found,
                   "There is no API key " + std::string(id) + "; `aksis apikey list` shows them.",
                   {}};
    AKSIS_TRY(
        tx.execute("UPDATE core_api_key SET revoked_at = $1 WHERE id = $2 AND revoked_at IS NULL",
                   {clock_.now(), id}));
    return {};
  }));
  const std::unique_lock lock(mutex_);
  std::erase_if(id_of_hash_, [&](const auto& entry) { return entry.second == id; });
  return {};
}

Result<std::string> ApiKeys::list() const {
  std::string out;
  AKSIS_TRY(database_.read([&](storage::Transaction& tx) -> Status {
    json::Writer keys;
    keys.object().key("items").array();
    AKSIS_TRY(tx.query(
        "SELECT id, name, created_at, revoked_at FROM core_api_key ORDER BY created_at, id", {},
        [&](const storage::Row& row) -> Status {
          keys.object()
              .member("id", row.text(0))
              .member("name", row.text(1))
              .member("created_at", iso_time(row.integer(2)));
          if (!row.is_null(3)) keys.member("revoked_at", iso_time(row.integer(3)));
          keys.end();
          return {};
        }));
    out = keys.end().end().text();
    return {};
  }));
  return out;
}

Result<bool> ApiKeys::any() const {
  int64_t count = 0;
  AKSIS_TRY(database_.read([&](storage::Transaction& tx) {
    return tx.query("SELECT COUNT(*) FROM core_api_key", {},
                    [&](const storage::Row& row) -> Status {
                      count = row.integer(0);
                      return {};
                    });
  }));
  return count > 0;
}

Result<operations::Principal> ApiKeys::authenticate(std::string_view key) const {
  const auto hash = sha256_hex(key);
  const std::shared_lock lock(mutex_);
  // The hash of a secret leaks nothing by the time its comparison takes.
  const auto found = key.empty() ? id_of_hash_.end() : id_of_hash_.find(hash);
  if (found == id_of_hash_.end())
    return Error{Code::unauthenticated,
                 "This needs an API key: send `Authorization: Bearer KEY`. The first start of the "
                 "server printed one; `aksis apikey create NAME` makes another.",
                 {}};
  return operations::Principal{"key:" + found->second, false, {"*"}};
}

Status ApiKeys::offer_operations(operations::Registry& registry) {
  using operations::Call;
  using operations::Kind;
  AKSIS_TRY(registry.add(local_only({
      .id = "apikey.create",
      .kind = Kind::write,
      .summary_fr = "Crée une clé d'API et l'affiche une seule fois",
      .summary_en = "Makes an API key and shows it once",
      .permission = "apikey.manage",
      .input_schema = R"({"type":"object","required":["name"],"properties":{"name":{
          "type":"string","minLength":1,"maxLength":100,
          "description":"What the key is for"}}})",
      .command = {{"apikey create", {"name"}}},
      .handler = [this](Call& call) -> Status {
        AKSIS_ASSIGN(made, create(json::text(call.input(), "name")));
        call.respond(
            json::Writer().object().member("id", made.id).member("key", made.key).end().text());
        return {};
      },
  })));
  AKSIS_TRY(registry.add(local_only({
      .id = "apikey.list",
      .kind = Kind::read,
      .summary_fr = "Liste les clés d'API, sans les montrer",
      .summary_en = "Lists the API keys, without showing them",
      .permission = "apikey.manage",
      .input_schema = R"({"type":"object","properties":{}})",
      .command = {{"apikey list", {}}},
      .handler = [this](Call& call) -> Status {
        AKSIS_ASSIGN(keys, list());
        call.respond(std::move(keys));
        return {};
      },
  })));
  return registry.add(local_only({
      .id = "apikey.revoke",
      .kind = Kind::write,
      .summary_fr = "Révoque une clé d'API",
      .summary_en = "Revokes an API key",
      .permission = "apikey.manage",
      .input_schema = R"({"type":"object","required":["id"],"properties":{"id":{"type":"string",
          "maxLength":36,"description":"As `aksis apikey list` shows it"}}})",
      .command = {{"apikey revoke", {"id"}}},
      .handler = [this](Call& call) { return revoke(json::text(call.input(), "id")); },
  }));
}

}  // namespace aksis::app
