#include "test_host.hpp"

#include <aksis/module.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace aksis::modules {
namespace fs = std::filesystem;

Folder::Folder() {
  auto path = (fs::temp_directory_path() / "aksis-modules-XXXXXX").string();
  REQUIRE(mkdtemp(path.data()));
  path_ = path;
}
Folder::~Folder() {
  fs::remove_all(path_);
}
std::string Folder::path(const std::string& name) const {
  return name.empty() ? path_ : path_ + "/" + name;
}
void Folder::write(const std::string& name, const std::string& text) const {
  fs::create_directories(fs::path(path(name)).parent_path());
  std::ofstream(path(name), std::ios::binary) << text;
}
void Folder::add_fixture(const std::string& fixture, const std::string& as) const {
  fs::copy(fs::path(AKSIS_FIXTURES) / fixture, path(as), fs::copy_options::recursive);
}

Stderr::Stderr() {
  auto path = (fs::temp_directory_path() / "aksis-stderr-XXXXXX").string();
  const int file = mkstemp(path.data());
  path_ = path;
  saved_ = dup(2);
  dup2(file, 2);
  close(file);
}
Stderr::~Stderr() {
  dup2(saved_, 2);
  close(saved_);
  fs::remove(path_);
}
std::string Stderr::text() {
  std::stringstream out;
  out << std::ifstream(path_).rdbuf();
  return out.str();
}

TestHost::TestHost() {
  fs::create_directories(folder.path("modules"));
  options.folders = {folder.path("modules")};
  storage::Options database_options;
  database_options.path = folder.path("test.db");
  auto opened = storage::Database::open(database_options);
  REQUIRE(opened.ok());
  database = std::move(opened).value();
  registry = std::make_unique<operations::Registry>(clock);
}

Status TestHost::load() {
  AKSIS_ASSIGN(loaded, ModuleHost::load(options, *database, *registry, ports(), clock));
  host = std::move(loaded);
  return {};
}

Status TestHost::run(const std::string& id, const std::string& input) {
  const auto* operation = registry->find(id);
  REQUIRE(operation);
  auto parsed = json::parse(input);
  REQUIRE(parsed.ok());
  operations::Call call({"test", true, {"*"}}, std::move(parsed).value());
  call.language = "en";
  call.if_match = "v0";
  auto status = registry->run(*operation, call);
  answer = call.response();
  etag = call.etag;
  return status;
}

EventPorts TestHost::ports() {
  EventPorts ports;
  ports.publish = [this](storage::Transaction&, std::string_view type, std::string_view data) {
    published.emplace_back(type, data);
    return Status();
  };
  ports.subscribe = [this](std::string_view module, std::string_view type, DeliverEvent deliver) {
    subscriptions.push_back({std::string(module), std::string(type), std::move(deliver)});
    return Status();
  };
  ports.enqueue = [this](storage::Transaction&, const NewJob& job) {
    jobs.emplace_back(job.operation);
    return Status();
  };
  ports.repeat = [this](std::string_view operation, Micros) {
    repeated.emplace_back(operation);
    return Status();
  };
  return ports;
}

const void* fixture_interface(const std::string& library, const char* id) {
  void* const handle = dlopen(library.c_str(), RTLD_NOW | RTLD_NOLOAD);
  REQUIRE(handle);
  const auto entry =
      reinterpret_cast<aksis_module_entry_v1_fn>(dlsym(handle, "aksis_module_entry_v1"));
  REQUIRE(entry);
  return entry()->interface(id);
}

}  // namespace aksis::modules
