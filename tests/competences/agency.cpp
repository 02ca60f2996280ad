#include "agency.hpp"

#include "../unit/operations/told.hpp"

namespace aksis {

namespace {

operations::Principal everyone() {
  operations::Principal principal;
  principal.id = "local";
  principal.local = true;
  principal.grants = {"*"};
  return principal;
}

void must(const Status& status) {
  if (!status.ok()) FAIL(status.error().message);
}

}  // namespace

Agency::Agency() : Agency(0, "", {}) {}

Agency::Agency(size_t migrated, const std::string& person, const std::vector<std::string>& before) {
  char name[] = "/tmp/aksis-agency-XXXXXX";
  folder_ = mkdtemp(name);
  storage::Options options;
  options.path = folder_ + "/agency.db";
  auto opened = storage::Database::open(options);
  if (!opened.ok()) FAIL(opened.error().message);
  database_ = std::move(opened).value();
  kept_ = std::make_unique<modules::KeptPeople>(*database_, folder_, clock_);
  auto files = storage::read_migrations(AKSIS_MODULES_DIR "/competences/migrations");
  REQUIRE(files.ok());
  files->resize(std::min(files->size(), migrated));
  const storage::Confinement confinement{"competences", "skl_", {}};
  must(storage::migrate(*database_, "competences", *files, &confinement));
  if (!person.empty()) add_person(person);
  for (const auto& sql : before) change(sql);
  load();
}

Agency::~Agency() {
  host_->stop();
  host_.reset();
  registry_.reset();
  kept_.reset();
  database_.reset();
  std::filesystem::remove_all(folder_);
}

void Agency::load() {
  registry_ = std::make_unique<operations::Registry>(clock_);
  kept_->forget_modules();
  modules::Options options;
  options.folders = {AKSIS_MODULES_DIR};
  options.enabled = {"competences"};
  kept_->offer(options);
  options.config = [](std::string_view) { return Result<std::string>("{}"); };
  modules::EventPorts events;
  events.publish = [this](storage::Transaction&, std::string_view type, std::string_view data) {
    published_.push_back(std::string(type) + " " + std::string(data));
    return Status();
  };
  events.subscribe = [this](std::string_view, std::string_view type,
                            modules::DeliverEvent deliver) {
    subscribers_.emplace(type, std::move(deliver));
    return Status();
  };
  events.enqueue = [](storage::Transaction&, const modules::NewJob&) { return Status(); };
  events.repeat = [](std::string_view, Micros) { return Status(); };
  auto host = modules::ModuleHost::load(options, *database_, *registry_, events, clock_);
  if (!host.ok()) FAIL(host.error().message);
  host_ = std::move(host).value();
}

void Agency::restart() {
  host_->stop();
  host_.reset();
  subscribers_.clear();
  load();
}

Result<json::Document> Agency::run(const std::string& operation, const std::string& input,
                                   const std::string& expected_version) {
  return run_in("fr", operation, input, expected_version);
}

Result<json::Document> Agency::run_in(std::string_view language, const std::string& id,
                                      const std::string& input,
                                      const std::string& expected_version) {
  const auto* operation = registry_->find(id);
  if (!operation) FAIL("there is no operation " << id);
  AKSIS_ASSIGN(document, json::parse(input));
  operations::Call call(everyone(), std::move(document));
  call.language = language;
  call.if_match = expected_version;
  AKSIS_TRY(registry_->run(*operation, call));
  etag = call.etag;
  return json::parse(call.response());
}

json::Document Agency::ask(const std::string& operation, const std::string& input) {
  auto answer = run(operation, input);
  if (!answer.ok()) FAIL(operation << ": " << answer.error().message);
  return std::move(answer).value();
}

Error Agency::refused(const std::string& operation, const std::string& input,
                      const std::string& expected_version) {
  const auto ask = [&](std::string_view language) -> Status {
    AKSIS_TRY(run_in(language, operation, input, expected_version));
    return {};
  };
  auto english = ask("en");
  REQUIRE_FALSE(english.ok());
  // It changed nothing, and what is broken is told in English alone.
  if (english.error().code != Code::internal) check_told(ask);
  return std::move(english).error();
}

void Agency::add_person(const std::string& id) {
  kept_->add(id);
}

void Agency::change(const std::string& sql) {
  must(database_->write([&](storage::Transaction& tx) -> Status {
    AKSIS_TRY(tx.execute(sql, {}));
    return {};
  }));
}

int64_t Agency::number(const std::string& sql) {
  int64_t out = 0;
  must(database_->read([&](storage::Transaction& tx) {
    return tx.query(sql, {}, [&](const storage::Row& row) -> Status {
      out = row.integer(0);
      return {};
    });
  }));
  return out;
}

void Agency::deliver(const std::string& type, const std::string& data) {
  const std::string event = R"({"id":"e1","type":")" + type + R"(","at":1,"data":)" + data + "}";
  auto [first, last] = subscribers_.equal_range(type);
  REQUIRE(first != last);
  for (; first != last; ++first) must(first->second(event));
}

}  // namespace aksis
