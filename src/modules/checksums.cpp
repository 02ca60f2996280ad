#include "modules/checksums.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/identity.hpp"
#include "modules/bundle_file.hpp"

namespace aksis::modules {
namespace {

constexpr std::string_view kFile = "sha256sums";

// name → digest
Result<std::map<std::string, std::string>> parse_sums(std::string_view text,
                                                      const std::string& path) {
  std::map<std::string, std::string> sums;
  for (int line = 1; !text.empty(); ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    const auto row = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (row.empty()) continue;
    const bool well_formed = row.size() > 66 && row[64] == ' ' &&
                             row.substr(0, 64).find_first_not_of("0123456789abcdef") == row.npos;
    if (!well_formed)
      return invalid(fmt::format(
          "{} line {}: expected 64 hexadecimal digits, two spaces and a name", path, line));
    auto name = row.substr(66);
    if (name.starts_with("./")) name.remove_prefix(2);
    sums.emplace(name, row.substr(0, 64));
  }
  return sums;
}

}  // namespace

Status verify_checksums(const Manifest& manifest,
                        const std::map<std::string, std::string>& allowed) {
  const auto path = manifest.folder + "/" + std::string(kFile);
  auto text = read_bundle_file(manifest.folder, kFile, kManifestBytesMax);
  if (!text.ok() && text.error().code != Code::not_found) return std::move(text).error();
  if (!allowed.empty()) {
    const auto entry = allowed.find(manifest.id);
    if (entry == allowed.end())
      return invalid(fmt::format(
          "the module {} is not in modules.checksums; add it with the SHA-256 of its {}",
          manifest.id, kFile));
    if (!text.ok())
      return invalid(fmt::format("modules.checksums lists the module {}, but {} is missing",
                                 manifest.id, path));
    if (sha256_hex(*text) != entry->second)
      return invalid(fmt::format(
          "{} is not the one that modules.checksums lists; install the module again", path));
  }
  if (!text.ok()) return {};
  AKSIS_ASSIGN(sums, parse_sums(*text, path));
  AKSIS_ASSIGN(names, bundle_files(manifest.folder));
  for (const auto& name : names) {
    if (name == kFile) continue;
    const auto sum = sums.find(name);
    if (sum == sums.end())
      return invalid(fmt::format("{} does not list {}; install the module again", path, name));
    AKSIS_ASSIGN(content, read_bundle_file(manifest.folder, name, kBundleFileBytesMax));
    if (sha256_hex(content) != sum->second)
      return invalid(
          fmt::format("{}/{} has another checksum than {} says; install the module again",
                      manifest.folder, name, kFile));
    sums.erase(sum);
  }
  if (!sums.empty())
    return invalid(fmt::format("{} lists {}, which is missing; install the module again", path,
                               sums.begin()->first));
  return {};
}

}  // namespace aksis::modules
