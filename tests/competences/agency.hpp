// An agency with the module competences loaded, in a folder that ends with the test. One thread.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include "aksis/cpp/json.hpp"
#include "kept_people.hpp"
#include "modules/module_host.hpp"
#include "operations/registry.hpp"
#include "storage/database.hpp"

namespace aksis {

class Agency {
 public:
  Agency();
  // Over a database as an earlier version of the module left it: `before` after its migrations up
  // to `migrated`, with that person.
  Agency(size_t migrated, const std::string& person, const std::vector<std::string>& before);
  ~Agency();

  // The answer, or fails the test with the error.
  json::Document ask(const std::string& operation, const std::string& input);
  // The error in English, found to be told in French too; fails the test when there is none.
  Error refused(const std::string& operation, const std::string& input,
                const std::string& expected_version = "");
  Result<json::Document> run(const std::string& operation, const std::string& input,
                             const std::string& expected_version = "");
  // For who reads that language, "fr" or "en"; `run` is in French.
  Result<json::Document> run_in(std::string_view language, const std::string& operation,
                                const std::string& input, const std::string& expected_version = "");

  void add_person(const std::string& id);
  int64_t number(const std::string& sql);
  void change(const std::string& sql);
  // Hands an event to the module's subscribers.
  void deliver(const std::string& type, const std::string& data);
  const std::vector<std::string>& published() const { return published_; }
  const std::string& folder() const { return folder_; }
  std::string etag;  // of the last answer
  // Ends the module and loads it again over the same database.
  void restart();
  modules::KeptPeople& kept() { return *kept_; }
  storage::Database& database() { return *database_; }

 private:
  void load();
  std::string folder_;
  SystemClock clock_;
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<modules::KeptPeople> kept_;
  std::unique_ptr<operations::Registry> registry_;
  std::unique_ptr<modules::ModuleHost> host_;
  std::vector<std::string> published_;
  std::multimap<std::string, modules::DeliverEvent> subscribers_;
};

}  // namespace aksis
