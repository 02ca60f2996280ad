#include "modules/download.hpp"

#include <curl/curl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>

namespace aksis::modules {
namespace {

constexpr int kRedirectsMax = 5;
constexpr long kConnectSeconds = 15;

struct Transfer {
  std::FILE* file;
  size_t bytes = 0;
  size_t bytes_max;
  bool too_large = false;
  bool unwritable = false;
  const std::function<bool()>& stopped;
};

size_t take(char* data, size_t size, size_t count, void* user) {
  auto& transfer = *static_cast<Transfer*>(user);
  const size_t bytes = size * count;
  transfer.bytes += bytes;
  transfer.too_large = transfer.bytes > transfer.bytes_max;
  if (transfer.too_large) return 0;
  transfer.unwritable = std::fwrite(data, 1, bytes, transfer.file) != bytes;
  return transfer.unwritable ? 0 : bytes;
}

int progressed(void* user, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
  return static_cast<Transfer*>(user)->stopped() ? 1 : 0;
}

Result<std::string> new_file(const std::string& folder, std::FILE*& file) {
  const auto where =
      folder.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(folder);
  auto path = (where / "aksis-download-XXXXXX").string();
  const int handle = mkstemp(path.data());
  file = handle < 0 ? nullptr : fdopen(handle, "wb");
  if (!file)
    return internal(
        fmt::format("no temporary file can be made in {}; check that it exists and may "
                    "be written",
                    where.string()));
  return path;
}

Error failure(CURLcode code, const Transfer& transfer, const DownloadLimits& limits,
              const std::string& address, long http_status) {
  if (transfer.too_large)
    return {Code::too_large,
            fmt::format("{} is larger than {} MiB, the most that files.download_mib_max allows",
                        address, limits.bytes_max >> 20),
            {}};
  if (transfer.unwritable)
    return {Code::full, fmt::format("{} could not be stored: the disk is full", address), {}};
  switch (code) {
    case CURLE_ABORTED_BY_CALLBACK:
      return {Code::cancelled, fmt::format("the download of {} was stopped", address), {}};
    case CURLE_OPERATION_TIMEDOUT:
      return {Code::timeout,
              fmt::format("{} did not arrive within {} s; try again", address, limits.time.count()),
              {}};
    case CURLE_HTTP_RETURNED_ERROR:
      return {Code::not_found,
              fmt::format("{} answered {}; check the address in the configuration", address,
                          http_status),
              {}};
    default:
      return {Code::busy,
              fmt::format("{} could not be fetched: {}; check the address and the network", address,
                          curl_easy_strerror(code)),
              {}};
  }
}

CURLcode perform(CURL* curl, const std::string& address, const DownloadLimits& limits,
                 Transfer& transfer) {
  curl_easy_setopt(curl, CURLOPT_URL, address.c_str());
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
  // Each hop is looked at before it is taken.
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, kConnectSeconds);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT, static_cast<long>(limits.time.count()));
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, &take);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &progressed);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &transfer);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  return curl_easy_perform(curl);
}

// Where the answer sends on to, as a whole address; empty: nowhere.
std::string sent_on_to(CURL* curl) {
  const char* target = nullptr;
  curl_easy_getinfo(curl, CURLINFO_REDIRECT_URL, &target);
  return target ? target : "";
}

Status check_hop(const std::string& from, const std::string& to,
                 const std::function<bool(const std::string&)>& allowed) {
  if (from.starts_with("https://") && !to.starts_with("https://"))
    return Error{
        Code::forbidden,
        fmt::format("{} sends on to {}, which is not encrypted; it is not followed", from, to),
        {}};
  if (allowed(to)) return {};
  return Error{Code::forbidden,
               fmt::format("{} sends on to {}, which begins with no address of the configuration; "
                           "if that is the right one, configure it instead",
                           from, to),
               {}};
}

// What an answer that sends on had as its body is none of the file.
void begin_anew(Transfer& transfer) {
  transfer.bytes = 0;
  std::rewind(transfer.file);
  transfer.unwritable = ::ftruncate(fileno(transfer.file), 0) != 0;
}

Status fetch_into(Transfer& transfer, std::string address, const DownloadLimits& limits,
                  const std::function<bool(const std::string&)>& allowed) {
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), &curl_easy_cleanup);
  if (!curl) return internal("libcurl cannot start");
  for (int hop = 0; hop <= kRedirectsMax; ++hop) {
    const auto code = perform(curl.get(), address, limits, transfer);
    long http_status = 0;
    curl_easy_getinfo(curl.get(), CURLINFO_RESPONSE_CODE, &http_status);
    if (code != CURLE_OK || transfer.unwritable)
      return failure(code, transfer, limits, address, http_status);
    auto next = sent_on_to(curl.get());
    if (next.empty()) return {};
    AKSIS_TRY(check_hop(address, next, allowed));
    begin_anew(transfer);
    address = std::move(next);
  }
  return Error{Code::busy,
               fmt::format("{} is sent on to after {} others; give the address where the file is",
                           address, kRedirectsMax),
               {}};
}

}  // namespace

Result<std::string> download(const std::string& address, const std::string& folder,
                             const DownloadLimits& limits,
                             const std::function<bool(const std::string&)>& allowed,
                             const std::function<bool()>& stopped) {
  static std::once_flag started;
  std::call_once(started, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
  std::FILE* file = nullptr;
  AKSIS_ASSIGN(path, new_file(folder, file));
  Transfer transfer{file, 0, limits.bytes_max, false, false, stopped};
  auto fetched = fetch_into(transfer, address, limits, allowed);
  if (std::fclose(file) != 0 && fetched.ok())
    fetched =
        Error{Code::full, fmt::format("{} could not be stored: the disk is full", address), {}};
  if (fetched.ok()) return path;
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  return fetched.error();
}

}  // namespace aksis::modules
