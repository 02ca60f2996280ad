#include "app/instance/module_sections.hpp"

#include <filesystem>
#include <map>

#include "app/config/keys.hpp"
#include "app/instance/build_facts.hpp"
#include "modules/manifest.hpp"
#include "operations/schema.hpp"

namespace aksis::app {
namespace {

namespace fs = std::filesystem;

constexpr const char* kNoSettings = R"({"type":"object","properties":{}})";

// Id → folder of every module there is.
std::map<std::string, std::string> bundles(const Config& config) {
  auto folders = config.texts("modules.folders");
  if (folders.empty()) folders = own_module_folders();
  std::map<std::string, std::string> out;
  for (const auto& folder : folders) {
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder, error))
      if (fs::exists(entry.path() / "module.json", error))
        out.emplace(entry.path().filename().string(), entry.path().string());
  }
  return out;
}

ErrorDetail unknown_module(const Config& config, const std::string& id,
                           const std::map<std::string, std::string>& known) {
  std::vector<std::string> ids;
  for (const auto& [each, folder] : known) ids.push_back(each);
  const auto meant = nearest(id, ids);
  return {
      config.module_origin(id, ""),
      "[modules." + id + "] is for a module that is not here" +
          (meant.empty() ? "; check modules.folders" : "; did you mean [modules." + meant + "]?")};
}

void check_section(const Config& config, const std::string& id, const std::string& folder,
                   std::vector<ErrorDetail>& wrong) {
  const auto manifest = modules::read_manifest(folder);
  if (!manifest.ok()) return;  // the module host refuses it, with its own sentence
  const auto schema = operations::Schema::compile(
      manifest->config_schema.empty() ? kNoSettings : manifest->config_schema,
      operations::Schema::Unknown::refused);
  const auto section = json::parse(config.module_json(id));
  if (!schema.ok() || !section.ok()) return;
  for (const auto& fault : schema->check(*section))
    wrong.push_back({config.module_origin(id, fault.pointer),
                     "[modules." + id + "] " + fault.pointer + ": " + fault.message,
                     "[modules." + id + "] " + fault.pointer + " : " + fault.french});
}

}  // namespace

Status check_module_sections(const Config& config) {
  const auto sections = config.module_sections();
  if (sections.empty()) return {};
  const auto known = bundles(config);
  std::vector<ErrorDetail> wrong;
  for (const auto& id : sections) {
    const auto found = known.find(id);
    if (found == known.end())
      wrong.push_back(unknown_module(config, id, known));
    else
      check_section(config, id, found->second, wrong);
  }
  if (wrong.empty()) return {};
  return Error{Code::invalid, "The configuration is wrong; correct it and start again.",
               std::move(wrong)};
}

}  // namespace aksis::app
