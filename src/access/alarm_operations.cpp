// The operations on alarms of the volume guard, and the job that forgets old counts.
#include <fmt/format.h>

#include "access/administering.hpp"
#include "access/clients.hpp"
#include "access/volume_guard.hpp"
#include "audit/facts.hpp"

namespace aksis::access {
namespace {

using operations::Call;
using operations::Kind;
using storage::Row;
using storage::Transaction;

constexpr const char* kListOutput = R"({
  "type": "object", "additionalProperties": false, "required": ["alarms"],
  "properties": {"alarms": {"type": "array", "items": {
    "type": "object", "additionalProperties": false,
    "required": ["id", "account", "at", "opened", "refused", "shown", "allowed"],
    "properties": {
      "id": {"type": "string"}, "account": {"type": "string",
        "description": "Id of the account; of a program its name, client:ID"},
      "at": {"type": "string", "description": "UTC"},
      "opened": {"type": "integer", "description": "People within 24 hours"},
      "refused": {"type": "integer", "description": "People refused within ten minutes"},
      "shown": {"type": "integer",
        "description": "People of others whom lists and searches named within 24 hours"},
      "allowed": {"type": "integer", "description": "What its habit allowed"},
      "settled_at": {"type": "string", "description": "UTC"}, "settled_by": {"type": "string"},
      "finding": {"type": "string"}}}}}})";

constexpr const char* kSettleInput = R"({
  "type": "object", "additionalProperties": false, "required": ["alarm", "finding"],
  "properties": {
    "alarm": {"type": "string", "maxLength": 64, "description": "Its id"},
    "release": {"type": "boolean", "default": false,
      "description": "Whether the account may sign in again, the program's key open again"},
    "finding": {"type": "string", "minLength": 3, "maxLength": 500,
      "description": "What you found"}}})";

constexpr int64_t kListed = 200;

Status list(storage::Database& database, Call& call) {
  const auto own = administered_by(call.principal(), "accounts.manage");
  return database.read([&](Transaction& tx) -> Status {
    json::Writer out;
    out.object().key("alarms").array();
    AKSIS_TRY(tx.query(
        "SELECT id, account, at, opened, refused, allowed, settled_at, settled_by, "
        "finding, shown FROM core_volume_alarm WHERE ($2 = 1 OR account IN (SELECT id FROM "
        "core_account WHERE organisation = $3) OR account IN (SELECT 'client:' || id FROM "
        "core_client WHERE organisation = $3)) ORDER BY id DESC LIMIT $1",
        {kListed, int64_t{!own}, own.value_or("")}, [&](const Row& row) -> Status {
          out.object().member("id", row.text(0)).member("account", row.text(1));
          out.member("at", iso_time(row.integer(2)));
          out.member("opened", row.integer(3)).member("refused", row.integer(4));
          out.member("shown", row.integer(9));
          out.member("allowed", row.integer(5));
          if (!row.is_null(6)) {
            out.member("settled_at", iso_time(row.integer(6)));
            out.member("settled_by", row.text(7)).member("finding", row.text(8));
          }
          out.end();
          return {};
        }));
    call.respond(out.end().end().text());
    return {};
  });
}

// Only what an alarm closed is opened by its end, and only when no other alarm waits.
Status release_account(Transaction& tx, const Releases& releases, const std::string& account) {
  const bool program = account.starts_with(kClientPrefix);
  AKSIS_ASSIGN(state, state_of(tx, account));
  if (state == "active") return {};
  if (state != "locked")
    return said(
        Code::conflict,
        program ? "the key was revoked meanwhile: settle the alarm without \"release\", "
                  "and make another one (`aksis apikey create`)"
                : "the account was closed for another reason meanwhile: settle the alarm "
                  "without \"release\", and see `aksis user enable`",
        program
            ? "La clé a été révoquée entre-temps : clôturez l’alerte sans rouvrir l’accès, "
              "et créez une autre clé (`aksis apikey create`)."
            : "Le compte a été fermé entre-temps pour une autre raison : clôturez l’alerte sans "
              "rouvrir l’accès, puis voyez s’il faut réactiver le compte (`aksis user enable`).");
  AKSIS_ASSIGN(waits, alarm_waits(tx, account));
  if (waits)
    return said(Code::conflict,
                "another alarm of the account waits: settle that one first, without \"release\"",
                "Une autre alerte de ce compte est en attente : clôturez d’abord celle-là, sans "
                "rouvrir l’accès.");
  return program ? release_client(tx, account) : releases.account(tx, account);
}

Status settle(storage::Database& database, const Clock& clock, const Releases& releases,
              Call& call) {
  const auto& input = call.input();
  const auto& caller = call.principal();
  const bool open = json::boolean(input, "release");
  std::string account;
  AKSIS_TRY(database.write([&](Transaction& tx) -> Status {
    account.clear();
    AKSIS_TRY(
        tx.query("UPDATE core_volume_alarm SET settled_at = $1, settled_by = $2, "
                 "finding = $3 WHERE id = $4 AND settled_at IS NULL AND account <> $5 "
                 "RETURNING account",
                 {clock.now(), caller.id, json::text(input, "finding"), json::text(input, "alarm"),
                  caller.account.empty() ? caller.id : caller.account},
                 [&](const Row& row) -> Status {
                   account = row.text(0);
                   return {};
                 }));
    if (account.empty())
      return said(Code::not_found, "no such alarm waits, or it is about yourself",
                  "Aucune alerte de ce numéro n’attend, ou elle vous concerne vous-même : "
                  "quelqu’un d’autre doit l’examiner.");
    const bool program = account.starts_with(kClientPrefix);
    audit::note_subject("", program ? account : "account:" + account);
    audit::note({"alarm", std::string(json::text(input, "alarm")), open ? "released" : "settled"});
    if (!open) return {};
    AKSIS_TRY(tx.execute("INSERT INTO core_volume_release (alarm, account, at) VALUES ($1, $2, $3)",
                         {json::text(input, "alarm"), account, clock.now()}));
    return release_account(tx, releases, account);
  }));
  return open && account.starts_with(kClientPrefix) ? releases.clients() : Status();
}

}  // namespace

Status VolumeGuard::offer_operations(operations::Registry& registry, const Releases& releases) {
  AKSIS_TRY(registry.add({
      .id = "alarms.list",
      .summary_fr = "Les alertes de consultation massive",
      .summary_en = "The alarms of mass reading",
      .method = "GET",
      .path = "/volume-alarms",
      .permission = "accounts.manage",
      .input_schema = operations::object_schema("", ""),
      .output_schema = kListOutput,
      .command = {{"alarm list", {}}},
      .handler = [this](Call& call) { return list(database_, call); },
  }));
  AKSIS_TRY(registry.add({
      .id = "alarms.settle",
      .kind = Kind::write,
      .summary_fr = "Clore une alerte, et rouvrir le compte s’il le faut",
      .summary_en = "Settle an alarm, and let the account sign in again if it should",
      .method = "POST",
      .path = "/volume-alarms/{alarm}/settle",
      .permission = "accounts.manage",
      .step_up = true,
      .input_schema = kSettleInput,
      .command = {{"alarm settle", {"alarm", "finding"}}},
      .handler = [this, releases](Call& call) { return settle(database_, clock_, releases, call); },
  }));
  return registry.add({
      .id = kForgetOperation,
      .kind = Kind::write,
      .summary_fr = "Oublier qui a ouvert quel dossier au-delà d’un mois",
      .summary_en = "Forget who opened which record beyond a month",
      .permission = "core.maintain",
      .upkeep = true,
      .input_schema = operations::object_schema("", ""),
      .handler = [this](Call&) -> Status {
        const auto before = clock_.now() / kDay - rules_.habit_days - 1;
        forget_days_before(clock_.now() / kDay - 1);
        return database_.write([&](Transaction& tx) -> Status {
          AKSIS_TRY(tx.execute("DELETE FROM core_opened WHERE day < $1", {before}));
          AKSIS_TRY(tx.execute("DELETE FROM core_shown WHERE at <= $1", {clock_.now() - 2 * kDay}));
          AKSIS_TRY(
              tx.execute("DELETE FROM core_volume_release WHERE at <= $1", {clock_.now() - kDay}));
          return {};
        });
      },
  });
}

}  // namespace aksis::access
