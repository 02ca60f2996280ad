#include "app/instance/doctor.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "app/instance/core_operations.hpp"
#include "app/instance/data_folder.hpp"
#include "app/instance/local_only.hpp"
#include "storage/backup.hpp"

namespace aksis::app {
namespace {

using State = Finding::State;

constexpr Micros kYear2025 = 1'735'689'600 * kSecond;

Finding examine_space(const std::string& path) {
  const auto space = disk_space(path);
  if (!space.ok()) return {"disk_space", State::failed, space.error().message};
  const auto text = fmt::format("{} MiB are free at {}", space->free_bytes >> 20, path);
  if (space->free_bytes >= kFreeBytesWanted) return {"disk_space", State::ok, text + "."};
  return {"disk_space", State::warning, text + "; make room, 256 MiB are wanted."};
}

std::vector<Finding> examine_folder(const std::string& path) {
  std::vector<Finding> out;
  const auto folder = open_data_folder(path, false);
  if (!folder.ok()) return {{"data_folder", State::failed, folder.error().message}};
  out.push_back({"data_folder", State::ok, path + " can be written."});
  if (readable_by_others(path))
    out.push_back(
        {"permissions", State::warning,
         fmt::format("Other accounts may read {0}; close it with `chmod 700 {0}`.", path)});
  else
    out.push_back({"permissions", State::ok, "Only its owner may read the data folder."});
  if (on_network_share(path))
    out.push_back({"file_system", State::warning,
                   fmt::format("{} lies on a network share, where a database can be damaged; move "
                               "it to a disk of this machine.",
                               path)});
  out.push_back(examine_space(path));
  return out;
}

const char* name_of(State state) {
  return state == State::ok ? "ok" : state == State::warning ? "warning" : "failed";
}

struct Applied {
  int64_t count = 0;
  Micros latest = 0;
};

Result<Applied> applied_migrations(storage::Database& database) {
  Applied out;
  AKSIS_TRY(database.read([&](storage::Transaction& tx) {
    return tx.query("SELECT COUNT(*), MAX(applied_at) FROM core_migration", {},
                    [&](const storage::Row& row) -> Status {
                      out = {row.integer(0), row.integer(1)};
                      return {};
                    });
  }));
  return out;
}

}  // namespace

std::vector<Finding> examine_surroundings(const Config& config, Micros now) {
  std::vector<Finding> out;
  out.push_back({"configuration", State::ok,
                 config.files.empty() ? "No file is read: every key has its default."
                                      : fmt::format("{} is read.", fmt::join(config.files, ", "))});
  for (auto& finding : examine_folder(config.text("data.folder")))
    out.push_back(std::move(finding));
  if (now < kYear2025)
    out.push_back({"clock", State::failed,
                   fmt::format("The clock says {}; set the time of this machine.", iso_time(now))});
  else
    out.push_back({"clock", State::ok, fmt::format("It is {}.", iso_time(now))});
  return out;
}

std::vector<Finding> examine_database(storage::Database& database, const std::string& path,
                                      Micros now) {
  std::vector<Finding> out;
  // Also good for the file in use: it is read through a connection of its own.
  const auto contents = storage::verify_backup(path);
  if (contents.ok())
    out.push_back({"integrity", State::ok,
                   fmt::format("The database is undamaged: {} tables, {} KiB.",
                               contents->rows.size(), contents->bytes >> 10)});
  else
    out.push_back({"integrity", State::failed, contents.error().message});
  const auto applied = applied_migrations(database);
  if (!applied.ok()) {
    out.push_back({"migrations", State::failed, applied.error().message});
    return out;
  }
  out.push_back(
      {"migrations", State::ok, fmt::format("{} migrations are applied.", applied->count)});
  if (applied->latest > now)
    out.push_back({"clock", State::warning,
                   fmt::format("The database was changed at {}, which is later than this machine's "
                               "clock; set the time.",
                               iso_time(applied->latest))});
  return out;
}

std::vector<Finding> examine_modules(const std::vector<modules::ModuleStatus>& statuses) {
  std::vector<Finding> out;
  for (const auto& module : statuses) {
    const auto check = "module " + module.id;
    if (module.state == modules::State::failed)
      out.push_back({check, State::failed, module.problem});
    else if (module.state == modules::State::disabled)
      out.push_back({check, State::ok, "It is switched off in the configuration."});
    else if (module.stalled > 0)
      out.push_back({check, State::warning,
                     fmt::format("{} of its calls run beyond their deadline; restart the server if "
                                 "this lasts.",
                                 module.stalled)});
    else
      out.push_back({check, State::ok, fmt::format("Version {} runs.", module.version)});
  }
  if (statuses.empty())
    out.push_back({"modules", State::warning,
                   "No module is loaded; check modules.folders and modules.disabled."});
  return out;
}

std::string findings_json(const std::vector<Finding>& findings) {
  json::Writer out;
  const bool healthy = std::none_of(findings.begin(), findings.end(), [](const auto& finding) {
    return finding.state == State::failed;
  });
  out.object().member("healthy", healthy).key("checks").array();
  for (const auto& finding : findings)
    out.object()
        .member("check", finding.check)
        .member("state", name_of(finding.state))
        .member("finding", finding.finding)
        .end();
  return out.end().end().text();
}

Status offer_doctor(operations::Registry& registry, const Core& core) {
  return registry.add(local_only({
      .id = "doctor.run",
      .summary_fr = "Vérifie le dossier, les droits, la place, la base, les modules et l’horloge",
      .summary_en = "Checks folder, permissions, space, database, modules and clock",
      .permission = "core.maintain",
      .input_schema = R"({"type":"object","properties":{}})",
      .command = {{"doctor", {}}},
      .deadline = std::chrono::minutes(10),
      .handler = [core](operations::Call& call) -> Status {
        const Micros now = core.clock.now();
        auto findings = examine_surroundings(core.config, now);
        for (auto& finding : examine_database(core.database, core.folder.database(), now))
          findings.push_back(std::move(finding));
        for (auto& finding : examine_modules(core.modules()))
          findings.push_back(std::move(finding));
        call.respond(findings_json(findings));
        return {};
      },
  }));
}

}  // namespace aksis::app
