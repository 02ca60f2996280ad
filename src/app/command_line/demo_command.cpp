#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <memory>

#include "app/command_line/exit_codes.hpp"
#include "app/command_line/plain_commands.hpp"
#include "app/command_line/report.hpp"
#include "app/command_line/serve.hpp"
#include "app/command_line/stop_signal.hpp"
#include "app/demo/accounts.hpp"
#include "app/demo/populate.hpp"
#include "app/demo/private_file.hpp"
#include "app/instance/build_facts.hpp"
#include "base/log.hpp"

namespace aksis::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kDoneFile = "/demo.done";  // written when the agency is complete

struct Step {
  std::string_view name, fr, en;
};
constexpr Step kSteps[] = {
    {"competences.import_rome", "métiers et compétences (ROME)", "occupations and skills (ROME)"},
    {"competences.import_trainings", "certifications (RNCP)", "certifications (RNCP)"},
    {"territories.import", "communes", "communes"},
    {"matching.offers.import", "offres d’emploi", "job offers"},
    {"people", "personnes, profils et souhaits", "people, profiles and wishes"}};

constexpr std::string_view kToured = "DEMO-01";  // the person the tour looks at

constexpr const char* kFolder = "demo-data";

struct DemoOptions {
  std::string folder;
  std::string rome;
  std::string assets;
};

std::string step_text(std::string_view step, Language language) {
  for (const auto& [name, fr, en] : kSteps)
    if (name == step)
      return std::string(
                 say(language, "Préparation de l’agence fictive : ", "Making the demo agency: ")) +
             std::string(say(language, fr, en));
  return {};
}

Status fill(const Context& context, Instance& instance, const DemoOptions& options) {
  const auto done = instance.folder().path + kDoneFile;
  std::error_code error;
  DemoFiles files{shared_folder("demo"), {}};
  if (files.folder.empty())
    return Error{Code::not_found,
                 "The files of the demo (share/aksis/demo) are missing; reinstall "
                 "aksis.",
                 {}};
  const auto now = context.clock.now();
  if (fs::exists(done, error) && options.rome.empty()) return renew_offers(instance, files, now);
  if (!options.rome.empty()) files.referential = fs::absolute(options.rome).string();
  AKSIS_TRY(populate(instance, files, now, [&](std::string_view step) {
    const auto text = step_text(step, context.language);
    if (!text.empty()) std::fprintf(stderr, "%s\n", text.c_str());
  }));
  return write_private_file(done, std::string(kVersion) + "\n");
}

// Where this program lies: a new user has it in no PATH yet.
std::string program_folder() {
  std::error_code error;
  return fs::read_symlink("/proc/self/exe", error).parent_path().string();
}

// Their id; empty when the modules that know more are not here.
std::string toured_person(Instance& instance) {
  if (!instance.registry().find("matching.offers_for")) return {};
  std::string id;
  const auto read = instance.database().read([&](storage::Transaction& tx) {
    return tx.query("SELECT id FROM core_person_v1 WHERE reference = $1", {kToured},
                    [&](const storage::Row& row) -> Status {
                      id = row.text(0);
                      return {};
                    });
  });
  return read.ok() ? id : std::string();
}

// How to sign in: every account, and the calls that a browser would send.
std::string signing_in(const Context& context, const std::vector<DemoAccount>& accounts,
                       const std::string& url) {
  auto text = std::string(context.text(
      "\nComptes (mot de passe, secret TOTP pour une application d’authentification) :\n",
      "\nAccounts (password, TOTP secret for an authenticator app):\n"));
  for (const auto& one : accounts)
    text +=
        fmt::format("  {:<12} {:<16} {}  {}\n", one.login, one.role, one.password, one.totp_secret);
  const auto& first = accounts.front();
  text += fmt::format(
      "  curl -c /tmp/aksis -H 'Content-Type: application/json' {0}/api/v1/session \\\n"
      "    -d '{{\"login\":\"{1}\",\"password\":\"{2}\"}}'\n"
      "  curl -b /tmp/aksis -c /tmp/aksis -H 'Content-Type: application/json' \\\n"
      "    -H 'Origin: {0}' {0}/api/v1/session/totp \\\n"
      "    -d \"{{\\\"code\\\":\\\"$(oathtool --totp -b {3})\\\"}}\"\n"
      "  curl -b /tmp/aksis {0}/api/v1/session\n",
      url, first.login, first.password, first.totp_secret);
  return text;
}

void show_tour(const Context& context, const std::string& folder, const std::string& person,
               const std::string& url, const DemoAccess& access) {
  const auto& key = access.key;
  const std::string curl = "  curl -H \"Authorization: Bearer $KEY\" '" + url + "/api/v1";
  auto text = fmt::format(
      "\n{}{} ({}{})\n{}\n\n"
      "  export PATH='{}':\"$PATH\" AKSIS_DATA__FOLDER='{}' KEY={}\n  aksis person list\n",
      context.text("L’agence de démonstration est servie sur ", "The demo agency is served on "),
      url, context.text("données : ", "data: "), folder,
      context.text("À essayer dans un autre terminal :", "To try in another terminal:"),
      program_folder(), folder, key);
  if (!person.empty())
    text += fmt::format("  aksis match {0}\n  aksis gap {0} --occupation J1501\n", kToured);
  text += curl + "/people'\n";
  if (!person.empty())
    text += curl + "/people/" + person + "/matches?limit=3'\n" + curl +
            "/occupations?q=aide%20soignante'\n";
  text += signing_in(context, access.accounts, url);
  std::fputs((text + "\n").c_str(), stderr);
}

int demo(const Context& context, const DemoOptions& options) {
  const auto refuse = [&](const Error& error, int code) {
    report(error, context);
    return code;
  };
  if (!context.config.ok()) return refuse(context.config.error(), kUsage);
  auto config = *context.config;
  const auto& data = context.globals.data;
  if (!data.empty() && !options.folder.empty() && data != options.folder)
    return refuse(invalid("--data and --folder name two folders for the demo; give one of them"),
                  kUsage);
  // The folder of the configuration is that of the real agency: only the line itself counts.
  const auto given = !options.folder.empty() ? options.folder : data.empty() ? kFolder : data;
  const auto folder = fs::absolute(given).lexically_normal().string();
  config.set({"data", "folder"}, {json::Writer().value(folder).text(), "aksis demo"});
  // A demo is watched by whoever typed it; a journal is kept by `aksis serve`.
  log::set_readers(log::Readers::people);
  if (config.all().at({"log", "level"}).origin == "default")
    config.set({"log", "level"}, {"\"warning\"", "aksis demo"});
  block_stop_signals();
  auto instance = open_to_serve(config, true, context.clock);
  if (!instance.ok()) return refuse(instance.error(), start_exit_code(instance.error().code));
  if (auto filled = fill(context, **instance, options); !filled.ok())
    return refuse(filled.error(), exit_code(filled.error().code));
  auto access = demo_access(**instance, context.clock);
  if (!access.ok()) return refuse(access.error(), exit_code(access.error().code));
  const auto person = toured_person(**instance);
  return serve(context, config, std::move(*instance),
               {access->key, options.assets, [&](const std::string& url, const std::string&) {
                  show_tour(context, folder, person, url, *access);
                }});
}

}  // namespace

void add_demo(CommandTree& tree, const Context& context) {
  const auto options = std::make_shared<DemoOptions>();
  auto& command =
      tree.add("demo", "Crée une agence fictive et la sert ; ni fichier ni réseau requis",
               "Makes a fictional agency and serves it; needs no file, no network",
               [&context, options] { return demo(context, *options); });
  command.add_option("--folder", options->folder,
                     context.text("Dossier de ses données, comme --data (par défaut demo-data)",
                                  "Folder of its data, as --data (default demo-data)"));
  command.add_option("--rome", options->rome,
                     context.text("Dossier d’un référentiel ROME à utiliser à la place du sien",
                                  "Folder of a ROME referential to use instead of its own"));
  command.add_option("--assets", options->assets,
                     context.text("Sert l’interface de ce dossier, relu à chaque requête",
                                  "Serves the console from this folder, read at each request"));
}

}  // namespace aksis::app
