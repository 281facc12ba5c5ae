export function AccountAuditPage() {
  return null;
}
