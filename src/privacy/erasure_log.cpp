#include "privacy/erasure_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "base/identity.hpp"

namespace aksis::privacy {
namespace {

constexpr std::string_view kFirstHash = "aksis erasures 1";
constexpr mode_t kMode = 0600;

std::string hash_of(std::string_view before, std::string_view person, Micros at) {
  return sha256_hex(fmt::format("{}|{}|{}", before, person, at));
}

Error failed(const std::string& path, std::string_view doing) {
  return internal(
      fmt::format("{} the list of erasures {} failed: {}", doing, path, std::strerror(errno)));
}

Status sync_folder(const std::string& path) {
  const auto folder = std::filesystem::path(path).parent_path().string();
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool kept = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  return kept ? Status() : failed(path, "keeping");
}

}  // namespace

Result<ErasureLog::Contents> ErasureLog::contents() const {
  Contents out;
  out.hash = kFirstHash;
  std::ifstream file(path_, std::ios::binary);
  if (!file) {
    if (std::filesystem::exists(path_)) return failed(path_, "opening");
    return out;
  }
  const std::string text{std::istreambuf_iterator<char>(file), {}};
  size_t start = 0, number = 0;
  for (size_t end; (end = text.find('\n', start)) != std::string::npos; start = end + 1) {
    ++number;
    const auto line = std::string_view(text).substr(start, end - start);
    const auto first = line.find(' ');
    const auto second = line.find(' ', first == line.npos ? line.npos : first + 1);
    Entry entry{std::string(line.substr(0, std::min(first, line.size()))), 0};
    bool right = second != line.npos;
    if (right) {
      const auto time = line.substr(first + 1, second - first - 1);
      const auto [rest, error] = std::from_chars(time.data(), time.data() + time.size(), entry.at);
      out.hash = hash_of(out.hash, entry.person, entry.at);
      right = error == std::errc() && rest == time.data() + time.size() &&
              line.substr(second + 1) == out.hash;
    }
    if (!right)
      return said(Code::conflict,
                  fmt::format("the list of erasures {} was changed at line {}: bring it back from "
                              "a backup; without it a restored database may show who was erased",
                              path_, number),
                  fmt::format("La liste des effacements {} a été modifiée à la ligne {} : "
                              "reprenez-la d’une sauvegarde ; sans elle, une base restaurée peut "
                              "montrer des personnes effacées.",
                              path_, number));
    out.entries.push_back(std::move(entry));
    out.good_bytes = end + 1;
  }
  return out;
}

Result<std::vector<ErasureLog::Entry>> ErasureLog::read() const {
  AKSIS_ASSIGN(found, contents());
  return std::move(found.entries);
}

Status ErasureLog::append(const std::vector<Entry>& entries) {
  if (entries.empty()) return {};
  const std::lock_guard lock(appending_);
  AKSIS_ASSIGN(before, contents());
  std::string lines;
  for (const auto& entry : entries) {
    before.hash = hash_of(before.hash, entry.person, entry.at);
    lines += fmt::format("{} {} {}\n", entry.person, entry.at, before.hash);
  }
  const int file = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, kMode);
  if (file < 0) return failed(path_, "opening");
  const auto at = static_cast<off_t>(before.good_bytes);
  const bool kept =
      ::ftruncate(file, at) == 0 &&
      ::pwrite(file, lines.data(), lines.size(), at) == static_cast<ssize_t>(lines.size()) &&
      ::fsync(file) == 0;
  const auto status = kept ? Status() : Status(failed(path_, "writing"));
  ::close(file);
  AKSIS_TRY(status);
  return sync_folder(path_);
}

}  // namespace aksis::privacy
