#include <filesystem>

#include "app/command_line/backend.hpp"
#include "app/command_line/exit_codes.hpp"
#include "app/command_line/plain_commands.hpp"
#include "app/command_line/report.hpp"
#include "storage/backup.hpp"

namespace aksis::app {
namespace {

Result<std::string> restore(const Context& context, const std::string& backup, bool create) {
  if (!context.config.ok()) return context.config.error();
  AKSIS_ASSIGN(folder, open_data_folder(context.config->text("data.folder"), create));
  if (server_backend(folder, context.language))
    return Error{Code::conflict,
                 context.text("Un serveur travaille sur " + folder.path +
                                  " : arrêtez-le (Ctrl-C, ou `systemctl stop aksis`), puis "
                                  "recommencez.",
                              "A server works on " + folder.path +
                                  ": stop it (Ctrl-C, or `systemctl stop aksis`), then try again."),
                 {}};
  const auto from = std::filesystem::absolute(backup).lexically_normal().string();
  AKSIS_ASSIGN(restored, storage::restore(from, folder.database(), context.clock.now()));
  json::Writer out;
  out.object().member("restored", folder.database()).member("bytes", restored.contents.bytes);
  if (!restored.kept.empty()) out.member("previous_kept_as", restored.kept);
  out.key("rows").object();
  for (const auto& [table, rows] : restored.contents.rows) out.member(table, rows);
  return out.end().end().text();
}

}  // namespace

void add_restore(CommandTree& tree, const Context& context) {
  struct Options {
    std::string backup;
    bool create = false;
  };
  const auto options = std::make_shared<Options>();
  auto& command = tree.add(
      "restore", "Remet une sauvegarde vérifiée à la place des données, qui sont gardées",
      "Puts a verified backup in the place of the data, which are kept", [&context, options] {
        auto answer = restore(context, options->backup, options->create);
        if (!answer.ok()) {
          report(answer.error(), context);
          return static_cast<int>(exit_code(answer.error().code));
        }
        show_answer("restore", *answer, context.globals.json, context.language);
        return static_cast<int>(kDone);
      });
  command
      .add_option("backup", options->backup,
                  context.text("Fichier de `aksis backup`", "File of `aksis backup`"))
      ->required();
  command.add_flag("--create", options->create,
                   context.text("Crée le dossier des données s’il n’existe pas",
                                "Makes the data folder when it does not exist"));
}

}  // namespace aksis::app
