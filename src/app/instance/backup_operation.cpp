#include <filesystem>

#include "app/instance/core_operations.hpp"
#include "app/instance/local_only.hpp"
#include "storage/backup.hpp"

namespace aksis::app {
namespace {

namespace fs = std::filesystem;

Status check_target(const std::string& path, bool replace) {
  std::error_code error;
  if (!fs::path(path).is_absolute())
    return invalid("The backup's path " + path + " is relative; give it from the root.");
  if (fs::is_directory(path, error))
    return invalid(path + " is a folder; name the file of the backup in it.");
  if (fs::exists(path, error) && !replace)
    return Error{Code::conflict,
                 path + " exists; give another name, or --replace to put the backup in its place.",
                 {}};
  return {};
}

Status back_up(operations::Call& call, const Core& core) {
  const std::string path(json::text(call.input(), "path"));
  AKSIS_TRY(check_target(path, json::boolean(call.input(), "replace")));
  if (core.before_backup) AKSIS_TRY(core.before_backup());
  AKSIS_TRY(core.database.backup_to(path, [&](int done, int total) {
    if (call.on_progress) call.on_progress(done, total, "pages");
    return !call.cancelled(core.clock.now());
  }));
  AKSIS_ASSIGN(contents, storage::verify_backup(path));
  json::Writer out;
  out.object().member("path", path).member("bytes", contents.bytes).key("rows").object();
  for (const auto& [table, rows] : contents.rows) out.member(table, rows);
  call.respond(out.end().end().text());
  return {};
}

}  // namespace

Status offer_backup(operations::Registry& registry, const Core& core) {
  return registry.add(local_only({
      .id = "backup.create",
      .kind = operations::Kind::task,
      .summary_fr = "Copie les données dans un fichier vérifié, pendant que le serveur travaille",
      .summary_en = "Copies the data to a verified file, while the server works",
      .permission = "backup.create",
      .input_schema = R"({"type":"object","required":["path"],"properties":{
          "path":{"type":"string","minLength":1,"maxLength":4000,
                  "description":"The file to write"},
          "replace":{"type":"boolean","default":false,
                     "description":"Replace a file of that name"}}})",
      .command = {{"backup", {"path"}}},
      .deadline = std::chrono::milliseconds(0),
      .handler = [core](operations::Call& call) { return back_up(call, core); },
  }));
}

}  // namespace aksis::app
