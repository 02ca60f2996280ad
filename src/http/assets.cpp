#include "http/assets.hpp"

#include <brotli/encode.h>
#include <zlib.h>

#include <algorithm>
#include <filesystem>

#include "base/identity.hpp"
#include "base/read_bytes.hpp"

namespace aksis::http {
namespace {

constexpr size_t kCompressedFrom = 512;  // bytes; below, the fields weigh more than the gain
constexpr size_t kAssetBytesMax = 16 << 20;
constexpr size_t kHashDigits = 8;  // at least, in "name-1a2b3c4d.js"
constexpr std::string_view kUnknownType = "application/octet-stream";

const std::map<std::string_view, std::string_view> kTypes = {
    {"html", "text/html; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"webp", "image/webp"},
    {"ico", "image/x-icon"},
    {"woff2", "font/woff2"},
    {"txt", "text/plain; charset=utf-8"},
    {"webmanifest", "application/manifest+json"},
    {"map", "application/json"}};

std::string_view type_of(std::string_view path) {
  const auto dot = path.rfind('.');
  if (dot == std::string_view::npos) return kUnknownType;
  const auto known = kTypes.find(path.substr(dot + 1));
  return known == kTypes.end() ? kUnknownType : known->second;
}

bool is_compressible(std::string_view type) {
  return type.starts_with("text/") || type.find("json") != std::string_view::npos ||
         type.find("svg") != std::string_view::npos;
}

// "app-1a2b3c4d.js" or a path segment of hexadecimal digits only.
bool is_hashed(std::string_view path) {
  size_t run = 0;
  bool after_mark = true;
  for (const char c : path) {
    const bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
    const bool mark = c == '/' || c == '-' || c == '.';
    if (mark && run >= kHashDigits) return true;
    run = digit && after_mark ? run + 1 : 0;
    after_mark = mark || (digit && run > 0);
  }
  return false;
}

std::string gzip(std::string_view content) {
  constexpr int kGzipWindow = 15 + 16;
  z_stream stream{};
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, kGzipWindow, 9, Z_DEFAULT_STRATEGY) !=
      Z_OK)
    return {};
  std::string out(deflateBound(&stream, content.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  stream.avail_in = static_cast<uInt>(content.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int ended = deflate(&stream, Z_FINISH);
  out.resize(ended == Z_STREAM_END ? stream.total_out : 0);
  deflateEnd(&stream);
  return out;
}

std::string brotli(std::string_view content) {
  std::string out(BrotliEncoderMaxCompressedSize(content.size()), '\0');
  size_t size = out.size();
  const bool done =
      BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC,
                            content.size(), reinterpret_cast<const uint8_t*>(content.data()), &size,
                            reinterpret_cast<uint8_t*>(out.data()));
  out.resize(done ? size : 0);
  return out;
}

}  // namespace

void Assets::add(std::string path, std::string content) {
  Asset asset;
  asset.media_type = type_of(path);
  asset.etag = sha256_hex(content).substr(0, 32);
  asset.immutable = is_hashed(path);
  asset.plain = std::move(content);
  if (asset.plain.size() >= kCompressedFrom && is_compressible(asset.media_type)) {
    asset.gzip = gzip(asset.plain);
    asset.brotli = brotli(asset.plain);
    if (asset.gzip.size() >= asset.plain.size()) asset.gzip.clear();
    if (asset.brotli.size() >= asset.plain.size()) asset.brotli.clear();
  }
  assets_.insert_or_assign(std::move(path), std::move(asset));
}

Status Assets::add_folder(const std::string& prefix, const std::string& folder) {
  namespace fs = std::filesystem;
  std::error_code error;
  fs::recursive_directory_iterator at(folder, error), end;
  for (; !error && at != end; at.increment(error)) {
    if (at->is_symlink() || !at->is_regular_file()) continue;
    AKSIS_ASSIGN(content, read_bytes(at->path().string(), kAssetBytesMax));
    add(prefix + "/" + fs::relative(at->path(), folder).generic_string(), std::move(content));
  }
  if (error) return invalid("the folder " + folder + " cannot be read: " + error.message());
  return {};
}

const Asset* Assets::find(std::string_view path) const {
  const auto known = assets_.find(path);
  if (known != assets_.end()) return &known->second;
  if (path.empty() || path.back() != '/') return nullptr;
  const auto index = assets_.find(std::string(path) + "index.html");
  return index == assets_.end() ? nullptr : &index->second;
}

}  // namespace aksis::http
