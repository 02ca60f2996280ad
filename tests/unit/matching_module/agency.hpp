// An agency in a folder of its own: a database, a tiny referential, the module matching loaded by
// the real host. Events are delivered when the test says so. One thread unless said otherwise.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "kept_people.hpp"
#include "modules/module_host.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis::matching::test {

struct Answer {
  Status status;
  json::Document body;
  std::string text;
  std::string etag;
};

class Agency {
 public:
  // `before`: what stood in the database when the module came, after its migrations up to
  // `migrated`.
  explicit Agency(std::string config = "{}", size_t migrated = 0,
                  const std::vector<std::string>& before = {});
  ~Agency();
  Agency(const Agency&) = delete;
  Agency& operator=(const Agency&) = delete;

  // Runs an operation; any thread if it succeeds. A refusal is asked for in both languages.
  Answer call(std::string_view operation, std::string_view input, std::string_view language = "fr",
              std::string_view expected_version = {});
  // The same, and the test fails when it does not succeed.
  Answer ok(std::string_view operation, std::string_view input, std::string_view language = "fr");

  void execute(std::string_view sql, const std::vector<storage::Value>& parameters = {});
  int64_t number(std::string_view sql);
  std::string file(const std::string& name, std::string_view text);
  void deliver(std::string_view type, std::string_view data);
  std::vector<std::string> published() const;
  // Ends the module and starts it again on the same database.
  void restart();
  // The answer of a kept result of kPerson, as the person's key opens it; another in its place.
  std::string opened_answer(std::string_view result);
  void replace_answer(std::string_view result, std::string_view answer);
  modules::KeptPeople& kept() { return *kept_; }
  storage::Database& database() { return *database_; }
  std::string database_path() const { return folder_ + "/agency.db"; }

  static constexpr const char* kPerson = "018f0000-0000-7000-8000-000000000001";
  static constexpr const char* kOther = "018f0000-0000-7000-8000-000000000002";

 private:
  Answer call_once(std::string_view operation, std::string_view input, std::string_view language,
                   std::string_view expected_version);
  void make_tables();
  void fill_referential();
  void copy_bundle();
  void migrate(size_t migrations);
  void start();

  std::string folder_, config_;
  SystemClock clock_;
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<modules::KeptPeople> kept_;
  std::unique_ptr<operations::Registry> registry_;
  std::unique_ptr<modules::ModuleHost> host_;
  mutable std::mutex lock_;
  std::vector<std::string> published_;
  std::vector<std::pair<std::string, modules::DeliverEvent>> subscribers_;
};

}  // namespace aksis::matching::test
