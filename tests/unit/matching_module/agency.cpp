#include "agency.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "../operations/told.hpp"

namespace aksis::matching::test {

namespace fs = std::filesystem;

Agency::Agency(std::string config, size_t migrated, const std::vector<std::string>& before)
    : config_(std::move(config)) {
  char name[] = "/tmp/aksis-matching-XXXXXX";
  folder_ = mkdtemp(name);
  auto database = storage::Database::open({.path = folder_ + "/agency.db"});
  INFO((database.ok() ? std::string() : database.error().message));
  REQUIRE(database.ok());
  database_ = std::move(*database);
  kept_ = std::make_unique<modules::KeptPeople>(*database_, folder_, clock_);
  make_tables();
  fill_referential();
  copy_bundle();
  migrate(migrated);
  for (const auto& sql : before) execute(sql);
  start();
}

Agency::~Agency() {
  host_->stop();
  host_.reset();
  registry_.reset();
  kept_.reset();
  database_.reset();
  fs::remove_all(folder_);
}

void Agency::restart() {
  host_->stop();
  host_.reset();
  subscribers_.clear();
  start();
}

void Agency::execute(std::string_view sql, const std::vector<storage::Value>& parameters) {
  const auto done = database_->write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute(sql, parameters));
    return {};
  });
  INFO((done.ok() ? std::string() : done.error().message));
  REQUIRE(done.ok());
}

int64_t Agency::number(std::string_view sql) {
  int64_t out = -1;
  const auto done = database_->read([&](storage::Transaction& tx) -> Status {
    return tx.query(sql, {}, [&](const storage::Row& row) -> Status {
      out = row.integer(0);
      return {};
    });
  });
  REQUIRE(done.ok());
  return out;
}

// Tables under the names of the views the module reads of others; people are the core's.
void Agency::make_tables() {
  for (const auto* sql :
       {"DROP VIEW core_commune_v1",
        "CREATE TABLE competences_skill_v1 (person TEXT, skill TEXT, level INTEGER, source TEXT, "
        "assessed_on TEXT, expires_on TEXT)",
        "CREATE TABLE competences_experience_v1 (person TEXT, id TEXT, rome_code TEXT, "
        "appellation TEXT, months INTEGER, ended_on TEXT)",
        "CREATE TABLE competences_occupation_v1 (rome_code TEXT, label TEXT)",
        "CREATE TABLE competences_occupation_item_v1 (rome_code TEXT, item TEXT, kind TEXT, "
        "core INTEGER)",
        "CREATE TABLE competences_item_v1 (item TEXT, kind TEXT, label TEXT, macro TEXT)",
        "CREATE TABLE competences_category_v1 (rome_code TEXT, scheme INTEGER, code TEXT, "
        "principal INTEGER)",
        "CREATE TABLE competences_mobility_v1 (rome_code TEXT, target TEXT, rank INTEGER)",
        "CREATE TABLE core_commune_v1 (code TEXT, name TEXT, department TEXT, lat INTEGER, "
        "lon INTEGER)"})
    execute(sql);
}

void Agency::fill_referential() {
  const auto rows = [&](const std::string& table, const std::string& values) {
    execute("INSERT INTO " + table + " VALUES " + values);
  };
  for (const auto* person : {kPerson, kOther}) kept_->add(person);
  rows("competences_occupation_v1",
       "('D1102', 'Boulanger / Boulangère'), ('D1104', 'Pâtissier / Pâtissière'), "
       "('N4105', 'Conducteur / Conductrice de véhicules légers')");
  rows("competences_item_v1",
       "('300', 'macro', 'Travailler des pâtes', NULL), ('101', 'skill', 'Pétrir', '300'), "
       "('102', 'skill', 'Façonner', '300'), ('103', 'skill', 'Cuire', NULL), "
       "('104', 'skill', 'Décorer un gâteau', NULL), ('105', 'skill', 'Conduire', NULL), "
       "('201', 'context', 'Travail de nuit', NULL)");
  rows("competences_occupation_item_v1",
       "('D1102', '101', 'skill', 1), ('D1102', '102', 'skill', 0), ('D1102', '103', 'skill', 1), "
       "('D1102', '201', 'context', 0), ('D1104', '101', 'skill', 0), ('D1104', '104', 'skill', 1),"
       " ('D1104', '103', 'skill', 1), ('N4105', '105', 'skill', 1)");
  rows("competences_category_v1", "('D1104', 2, '7', 1), ('N4105', 1, '7', 0)");
  rows("competences_mobility_v1", "('D1102', 'D1104', 1)");
  rows("competences_skill_v1", "('" + std::string(kPerson) +
                                   "', '101', 3, 'declared', '2025-01-01', NULL), ('" + kPerson +
                                   "', '103', 2, 'declared', '2025-01-01', NULL), ('" + kPerson +
                                   "', '105', 4, 'test', '2001-01-01', '2002-01-01')");
}

// Without the dependency on the module competences, whose views the tables stand in for.
void Agency::copy_bundle() {
  fs::create_directories(folder_ + "/bundle");
  fs::copy(MATCHING_BUNDLE, folder_ + "/bundle/matching", fs::copy_options::recursive);
  const auto path = folder_ + "/bundle/matching/module.json";
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  auto manifest = json::parse(text.str());
  REQUIRE(manifest.ok());
  manifest->RemoveMember("depends");
  std::ofstream(path) << json::dump(*manifest);
}

// As an earlier version of the module left it.
void Agency::migrate(size_t migrations) {
  auto files = storage::read_migrations(folder_ + "/bundle/matching/migrations");
  REQUIRE(files.ok());
  files->resize(std::min(files->size(), migrations));
  const storage::Confinement confinement{"matching", "mtc_", {}};
  REQUIRE(storage::migrate(*database_, "matching", *files, &confinement).ok());
}

void Agency::start() {
  kept_->forget_modules();
  registry_ = std::make_unique<operations::Registry>(clock_);
  registry_->set_check_answers(true);
  modules::Options options;
  options.folders = {folder_ + "/bundle"};
  kept_->offer(options);
  options.config = [this](std::string_view) -> Result<std::string> { return config_; };
  modules::EventPorts ports;
  ports.publish = [this](storage::Transaction&, std::string_view type, std::string_view data) {
    const std::lock_guard guard(lock_);
    published_.push_back(std::string(type) + " " + std::string(data));
    return Status();
  };
  ports.subscribe = [this](std::string_view, std::string_view type, modules::DeliverEvent deliver) {
    subscribers_.emplace_back(type, std::move(deliver));
    return Status();
  };
  ports.enqueue = [](storage::Transaction&, const modules::NewJob&) { return Status(); };
  ports.repeat = [](std::string_view, Micros) { return Status(); };
  auto host = modules::ModuleHost::load(options, *database_, *registry_, ports, clock_);
  if (!host.ok()) {
    std::string all = host.error().message;
    for (const auto& detail : host.error().details)
      all += "\n" + detail.pointer + ": " + detail.message;
    FAIL(all);
  }
  host_ = std::move(*host);
}

Answer Agency::call(std::string_view operation, std::string_view input, std::string_view language,
                    std::string_view expected_version) {
  auto answer = call_once(operation, input, language, expected_version);
  if (!answer.status.ok() && answer.status.error().code != Code::internal)
    check_told([&](std::string_view one) {
      return call_once(operation, input, one, expected_version).status;
    });
  return answer;
}

Answer Agency::call_once(std::string_view operation, std::string_view input,
                         std::string_view language, std::string_view expected_version) {
  const auto* found = registry_->find(operation);
  if (!found) return {Error{Code::not_found, "no such operation", {}}, {}, {}, {}};
  auto parsed = json::parse(input);
  if (!parsed.ok()) return {std::move(parsed).error(), {}, {}, {}};
  operations::Call call({"local", true, {"*"}}, std::move(*parsed));
  call.language = language;
  call.if_match = expected_version;
  Answer answer{registry_->run(*found, call), {}, call.response(), call.etag};
  if (!answer.text.empty())
    if (auto body = json::parse(answer.text); body.ok()) answer.body = std::move(*body);
  return answer;
}

Answer Agency::ok(std::string_view operation, std::string_view input, std::string_view language) {
  auto answer = call(operation, input, language);
  std::string all = answer.status.ok() ? "" : answer.status.error().message;
  if (!answer.status.ok())
    for (const auto& detail : answer.status.error().details)
      all += "\n" + detail.pointer + ": " + detail.message;
  INFO(operation << " " << input << "\n" << all);
  REQUIRE(answer.status.ok());
  return answer;
}

std::string Agency::opened_answer(std::string_view result) {
  std::string out;
  const auto done = database_->read([&](storage::Transaction& tx) -> Status {
    return tx.query("SELECT answer FROM mtc_result WHERE id = $1", {result},
                    [&](const storage::Row& row) -> Status {
                      AKSIS_ASSIGN(text,
                                   kept_->keys->open(tx, {"matching.mtc_result", "answer", result},
                                                     kPerson, storage::blob(row.text(0))));
                      out = std::move(text);
                      return {};
                    });
  });
  REQUIRE(done.ok());
  return out;
}

void Agency::replace_answer(std::string_view result, std::string_view answer) {
  const auto done = database_->write([&](storage::Transaction& tx) -> Status {
    AKSIS_ASSIGN(sealed,
                 kept_->keys->seal(tx, {"matching.mtc_result", "answer", result}, kPerson, answer));
    AKSIS_TRY(tx.execute("UPDATE mtc_result SET answer = $1 WHERE id = $2", {sealed, result}));
    return {};
  });
  REQUIRE(done.ok());
}

std::string Agency::file(const std::string& name, std::string_view text) {
  const auto path = folder_ + "/" + name;
  std::ofstream(path, std::ios::binary) << text;
  return path;
}

void Agency::deliver(std::string_view type, std::string_view data) {
  size_t reached = 0;
  for (const auto& [subscribed, deliver] : subscribers_) {
    if (subscribed != type) continue;
    const auto event = "{\"id\":\"018f0000-0000-7000-8000-00000000000e\",\"type\":\"" +
                       std::string(type) + "\",\"at\":1,\"data\":" + std::string(data) + "}";
    REQUIRE(deliver(event).ok());
    ++reached;
  }
  REQUIRE(reached == 1);
}

std::vector<std::string> Agency::published() const {
  const std::lock_guard guard(lock_);
  return published_;
}

}  // namespace aksis::matching::test
