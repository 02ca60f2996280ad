// A database of its own with the core's tables, and a clock that tests turn. One test, one thread.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>

#include "app/instance/core_migrations.hpp"
#include "app/instance/instance.hpp"

namespace aksis::test {

struct SetClock final : Clock {
  Micros now() const override { return at; }
  Micros at = 1'800'000'000 * kSecond;
};

struct TemporaryFolder {
  TemporaryFolder() {
    std::string pattern = std::filesystem::temp_directory_path() / "aksis_app_XXXXXX";
    path = ::mkdtemp(pattern.data());
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
  std::string write(const std::string& name, std::string_view text) const {
    std::filesystem::create_directories((path / name).parent_path());
    std::ofstream(path / name) << text;
    return (path / name).string();
  }
  std::filesystem::path path;
};

struct CoreDatabase {
  CoreDatabase() {
    storage::Options options;
    options.path = folder.path / "aksis.db";
    auto opened = storage::Database::open(options);
    REQUIRE(opened.ok());
    database = std::move(*opened);
    REQUIRE(app::migrate_core(*database).ok());
    auto keys = privacy::Keyring::open(*database,
                                       privacy::key_file((folder.path / "keys").string()), clock);
    REQUIRE(keys.ok());
    keyring = std::move(*keys);
  }
  TemporaryFolder folder;
  SetClock clock;
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<privacy::Keyring> keyring;
};

}  // namespace aksis::test
