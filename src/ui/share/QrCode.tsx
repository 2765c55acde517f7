/** The link as a QR code, for who sees the page on a screen; where it is too long for one, that is said. */
import { useMemo } from 'react';
import { useShareMessages } from '../../i18n/share';
import { bytesOf, MOST_BYTES, qrOf } from './qr';

interface QrCodeProps {
  readonly text: string;
  readonly large: boolean;
  readonly onResize: () => void;
}

export function QrCode({ text, large, onResize }: QrCodeProps) {
  const share = useShareMessages();
  const code = useMemo(() => qrOf(text), [text]);
  if (code === null)
    return (
      <p className="share-qr-absent" data-testid="qr-too-long">
        {share.qrTooLong(bytesOf(text), MOST_BYTES)}
      </p>
    );
  return (
    <>
      <svg
        className="share-qr-code"
        role="img"
        aria-label={share.qr}
        data-testid="qr"
        viewBox={`0 0 ${code.side} ${code.side}`}
        shapeRendering="crispEdges"
      >
        <path d={`M0 0h${code.side}v${code.side}h-${code.side}z`} fill="#fff" />
        <path d={code.path} fill="#000" />
      </svg>
      <button type="button" className="button button-small" data-testid="qr-resize" onClick={onResize}>
        {large ? share.qrReduce : share.qrEnlarge}
      </button>
    </>
  );
}
