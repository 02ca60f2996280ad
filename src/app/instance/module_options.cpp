#include <algorithm>
#include <filesystem>
#include <sstream>

#include "app/instance/build_facts.hpp"
#include "app/instance/instance.hpp"
#include "base/read_bytes.hpp"

namespace aksis::app {
namespace {

constexpr size_t kSha256Letters = 64;
constexpr size_t kChecksumsBytesMax = 1 << 20;

// Lines of `sha256sum */sha256sums`: the hash, two spaces, "ID/sha256sums".
Result<std::map<std::string, std::string>> read_allowed(const std::string& path) {
  std::map<std::string, std::string> out;
  auto text = read_bytes(path, kChecksumsBytesMax);
  if (!text.ok()) return prefixed("modules.checksums", std::move(text).error());
  std::istringstream in(std::move(*text));
  std::string line;
  for (size_t number = 1; std::getline(in, line); ++number) {
    if (line.empty() || line.front() == '#') continue;
    const bool hash = line.size() > kSha256Letters + 2 &&
                      line.find_first_not_of("0123456789abcdef") == kSha256Letters;
    const std::filesystem::path named = hash ? line.substr(kSha256Letters + 2) : "";
    if (named.filename() != "sha256sums" || !named.has_parent_path())
      return invalid(
          path + ":" + std::to_string(number) +
          ": not a line of sha256sum; make the file with `sha256sum */sha256sums` in the "
          "folder of modules.");
    out[named.parent_path().filename().string()] = line.substr(0, kSha256Letters);
  }
  return out;
}

}  // namespace

Result<modules::Options> module_options(const Config& config) {
  modules::Options options;
  options.folders = config.texts("modules.folders");
  if (options.folders.empty()) options.folders = own_module_folders();
  for (auto& id : config.texts("modules.disabled")) options.disabled.insert(std::move(id));
  options.skip_failed = config.text("modules.on_failure") == "skip";
  options.allow_draft = config.boolean("modules.allow_draft");
  const auto share =
      config.integer("server.workers") * config.integer("modules.workers_percent_max");
  options.calls_max = static_cast<size_t>(std::max<int64_t>(1, share / 100));
  if (const auto path = config.text("modules.checksums"); !path.empty()) {
    AKSIS_ASSIGN(allowed, read_allowed(path));
    options.allowed = std::move(allowed);
  }
  options.public_url = config.text("server.public_url");
  while (options.public_url.ends_with('/')) options.public_url.pop_back();
  options.download_bytes_max = static_cast<size_t>(config.integer("files.download_mib_max")) << 20;
  options.download_time = std::chrono::seconds(config.integer("files.download_timeout_s"));
  return options;
}

}  // namespace aksis::app
