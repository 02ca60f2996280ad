#include "modules/check.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <map>

#include "events/outbox.hpp"
#include "modules/bundle_file.hpp"
#include "modules/checksums.hpp"
#include "modules/elf_exports.hpp"
#include "modules/library.hpp"
#include "modules/manifest.hpp"
#include "modules/messages.hpp"
#include "modules/module_host.hpp"
#include "modules/sample.hpp"
#include "privacy/erasure.hpp"
#include "privacy/keyring.hpp"
#include "privacy/person_export.hpp"
#include "record/people.hpp"
#include "storage/migrations.hpp"

namespace aksis::modules {
namespace fs = std::filesystem;
namespace {

constexpr Micros kCallTime = 10 * kSecond;

struct TemporaryFolder {
  TemporaryFolder() : path((fs::temp_directory_path() / "aksis-check-XXXXXX").string()) {
    if (!mkdtemp(path.data())) path.clear();
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    if (!path.empty()) fs::remove_all(path, ignored);
  }
  std::string path;
};

// Events and jobs go nowhere: only that they are well formed is of interest.
EventPorts no_events() {
  EventPorts ports;
  ports.publish = [](auto&, auto, auto) { return Status(); };
  ports.subscribe = [](auto, auto, auto) { return Status(); };
  ports.enqueue = [](auto&, const auto&) { return Status(); };
  ports.repeat = [](auto, auto) { return Status(); };
  return ports;
}

class Check {
 public:
  Check(std::string folder, const std::vector<std::string>& others,
        const std::function<void(const Finding&)>& found,
        const std::function<void(const std::string&)>& calling)
      : folder_(std::move(folder)), others_(others), found_(found), calling_(calling) {}

  void run() {
    auto manifest = read_manifest(folder_);
    if (!manifest.ok()) return found_({"manifest", false, manifest.error().message});
    manifest_ = std::move(manifest).value();
    list("manifest", manifest_.warnings, fmt::format("{} {}", manifest_.id, manifest_.version));
    report("checksums", verify_checksums(manifest_, {}));
    check_exports();
    list("texts", untranslated(), "French and English are complete");
    list("ui", {}, ui_line());
    check_loading();
  }

 private:
  // What is wrong with it has refused the manifest already.
  std::string ui_line() const {
    const auto& ui = manifest_.ui;
    return ui.empty() ? "adds nothing to the console"
                      : fmt::format("{} contributions to the console{}", ui.contributions.size(),
                                    ui.base.empty() ? "" : ", its files at " + ui.base);
  }
  void report(const std::string& check, const Status& status, const std::string& fine = {}) {
    found_({check, status.ok(), status.ok() ? fine : status.error().message});
  }
  void list(const std::string& check, const std::vector<std::string>& problems,
            const std::string& fine) {
    found_({check, problems.empty(),
            problems.empty() ? fine : fmt::format("{}", fmt::join(problems, "; "))});
  }

  void check_exports() {
    const auto name = fs::path(library_path(manifest_)).filename().string();
    const auto bytes = read_bundle_file(folder_, name, kBundleFileBytesMax);
    if (!bytes.ok()) return report("exports", bytes.error());
    auto symbols = exported_symbols(*bytes);
    if (!symbols.ok()) return report("exports", symbols.error());
    std::erase(*symbols, "aksis_module_entry_v1");
    if (!symbols->empty())
      return report(
          "exports",
          invalid(fmt::format(
              "{} exports {} more than aksis_module_entry_v1 ({}); build "
              "it with aksis_add_module or a version script",
              name, symbols->size(),
              fmt::join(symbols->begin(),
                        symbols->begin() + std::min<ptrdiff_t>(3, std::ssize(*symbols)), ", "))));
    report("exports", {}, "one symbol");
  }

  std::vector<std::string> untranslated() const {
    auto problems = Messages(folder_).problems();
    const auto need = [&](const Text& text, const std::string& of) {
      if (text.fr.empty()) problems.push_back(of + " has no French text");
      if (text.en.empty()) problems.push_back(of + " has no English text");
    };
    need(manifest_.title, "title");
    for (const auto& one : manifest_.permissions) need(one.title, "the permission " + one.id);
    for (const auto& one : manifest_.ui.contributions)
      if (const auto item = json::parse(one.json); item.ok())
        if (const auto* title = json::member(*item, "title"))
          need({std::string(json::text(*title, "fr")), std::string(json::text(*title, "en"))},
               fmt::format("{} of ui.{}", one.id, one.list));
    for (const auto& one : manifest_.routes)
      need({one.summary_fr, one.summary_en}, "the operation " + one.id);
    return problems;
  }

  // The module and those it depends on, as links in one folder.
  Status gather(const std::string& into) {
    std::map<std::string, std::string> near;
    std::error_code error;
    auto places = others_;
    places.push_back(fs::path(folder_).parent_path().string());
    for (const auto& place : places)
      for (fs::directory_iterator at(place, error), end; !error && at != end; at.increment(error))
        near.emplace(at->path().filename().string(), at->path().string());
    near[manifest_.id] = folder_;
    std::vector<std::string> wanted{manifest_.id};
    for (size_t i = 0; i < wanted.size(); ++i) {
      const auto found = near.find(wanted[i]);
      if (found == near.end()) continue;  // the host says what is missing
      fs::create_directory_symlink(found->second, fs::path(into) / wanted[i], error);
      if (error) return internal("no link can be made in " + into + ": " + error.message());
      if (const auto manifest = read_manifest(found->second); manifest.ok())
        for (const auto& [id, version] : manifest->depends)
          if (std::find(wanted.begin(), wanted.end(), id) == wanted.end()) wanted.push_back(id);
    }
    return {};
  }

  Result<std::unique_ptr<storage::Database>> new_database(const std::string& folder) {
    storage::Options options;
    options.path = folder + "/check.db";
    AKSIS_ASSIGN(database, storage::Database::open(options));
    AKSIS_TRY(storage::migrate(*database, "core.events", events::migrations()));
    AKSIS_TRY(storage::migrate(*database, "core.privacy", privacy::migrations()));
    AKSIS_TRY(storage::migrate(*database, "core.record", record::migrations()));
    return database;
  }

  void check_loading() {
    const TemporaryFolder temporary;
    const auto modules = temporary.path + "/modules";
    std::error_code error;
    fs::create_directory(modules, error);
    if (auto gathered = gather(modules); !gathered.ok()) return report("loads", gathered);
    auto database = new_database(temporary.path);
    if (!database.ok()) return report("loads", database.error());
    const SystemClock clock;
    operations::Registry registry(clock);
    registry.set_check_answers(true);
    Options options;
    options.folders = {modules};
    auto keys =
        privacy::Keyring::open(**database, privacy::key_file(temporary.path + "/key"), clock);
    if (!keys.ok()) return report("loads", keys.error());
    privacy::Holders holders;
    options.keys = keys->get();
    options.holders = &holders;
    if (auto people = record::add_people_operations(registry, **database, clock, keys->get());
        !people.ok())
      return report("loads", people);
    options.allow_draft = true;
    options.download_folder = temporary.path;
    auto host = ModuleHost::load(std::move(options), **database, registry, no_events(), clock);
    if (!host.ok()) return report("loads", host.error());
    report("loads", {}, "migrated and started");
    call_routes(registry, clock);
    if (!holders.all().empty()) check_people(**database, **keys, holders, clock);
  }

  // What it holds of somebody, though it be nothing, can be shown and erased.
  void check_people(storage::Database& database, privacy::Keyring& keys,
                    const privacy::Holders& holders, const Clock& clock) {
    calling_("what shows and erases people");
    const auto made = [&](storage::Transaction& tx) -> Status {
      AKSIS_ASSIGN(person, record::create_person(tx, &keys, "CHECK", clock));
      AKSIS_TRY(privacy::export_person(tx, holders, person.id, clock));
      return privacy::erase_person(tx, holders, {person.id, "request", "check", "check"}, clock);
    };
    report("people", database.write(made), "shown and erased");
  }

  void call_routes(const operations::Registry& registry, const Clock& clock) {
    std::vector<std::string> problems;
    size_t reached = 0;
    for (const auto& route : manifest_.routes) {
      const auto* operation = registry.find(route.id);
      bool answered = false;
      for (const bool every_property : {false, true}) {
        auto input =
            json::parse(sample_input(registry.input_schema(*operation).source(), every_property));
        if (!input.ok()) continue;
        calling_(route.id);
        operations::Call call({"check", true, {"*"}}, std::move(input).value());
        call.deadline = clock.now() + kCallTime;
        const auto status = registry.run(*operation, call);
        answered |= status.ok() || status.error().code != Code::invalid;
        if (!status.ok() &&
            (status.error().code == Code::internal || status.error().code == Code::timeout))
          problems.push_back(fmt::format("{}: {}", route.id, status.error().message));
      }
      reached += answered;
    }
    list("routes", problems,
         fmt::format("{} of {} operations answered made-up input{}", reached,
                     manifest_.routes.size(),
                     reached < manifest_.routes.size()
                         ? "; \"examples\" in the schemas of the others would let more be tried"
                         : ""));
  }

  std::string folder_;
  const std::vector<std::string>& others_;
  const std::function<void(const Finding&)>& found_;
  const std::function<void(const std::string&)>& calling_;
  Manifest manifest_;
};

}  // namespace

void check_module(const std::string& folder, const std::vector<std::string>& others,
                  const std::function<void(const Finding&)>& found,
                  const std::function<void(const std::string&)>& calling) {
  std::error_code error;
  auto path = fs::weakly_canonical(folder, error).string();
  Check(error ? folder : path, others, found, calling).run();
}

}  // namespace aksis::modules
