// A database in a folder of its own that ends with the test. One thread.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>

#include "storage/database.hpp"

namespace aksis::storage {

class Scratch {
 public:
  explicit Scratch(const std::string& base = "/tmp") {
    auto name = base + "/aksis-test-XXXXXX";
    folder_ = mkdtemp(name.data());
  }
  ~Scratch() { std::filesystem::remove_all(folder_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;

  std::string path(const std::string& name = "test.db") const { return folder_ + "/" + name; }
  const std::string& folder() const { return folder_; }

  std::unique_ptr<Database> open(Options options = {}) const {
    if (options.path.empty()) options.path = path();
    auto database = Database::open(options);
    INFO((database.ok() ? std::string() : database.error().message));
    REQUIRE(database.ok());
    return *std::move(database);
  }

 private:
  std::string folder_;
};

// The message, so that a failing check shows it.
inline std::string message(const Status& status) {
  return status.ok() ? "" : status.error().message;
}
template <typename T>
std::string message(const Result<T>& result) {
  return result.ok() ? "" : result.error().message;
}

#define REQUIRE_OK(expression)                        \
  do {                                                \
    const auto required_status = expression;          \
    INFO(::aksis::storage::message(required_status)); \
    REQUIRE(required_status.ok());                    \
  } while (false)

inline Status run(Database& database, std::string_view sql,
                  const std::vector<Value>& parameters = {},
                  const Confinement* confinement = nullptr) {
  return database.write(
      [&](Transaction& tx) -> Status {
        AKSIS_TRY(tx.execute(sql, parameters));
        return {};
      },
      confinement);
}

inline Result<int64_t> number(Database& database, std::string_view sql,
                              const std::vector<Value>& parameters = {},
                              const Confinement* confinement = nullptr) {
  int64_t out = 0;
  AKSIS_TRY(database.read(
      [&](Transaction& tx) {
        return tx.query(sql, parameters, [&](const Row& row) -> Status {
          out = row.integer(0);
          return {};
        });
      },
      confinement));
  return out;
}

}  // namespace aksis::storage
