/** What the camera shows, and the button that takes photos as long as it is held. The camera is let go when this goes out of sight. */
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { useBringMessages } from '../../../i18n/bring';
import { cameraIds, cameraProblem, openCamera, photoOf, type CameraProblem } from './camera';

/** Milliseconds between photos while the button is held. */
const PAUSE = 120;

interface CameraProps {
  /** Class that photos go to. */
  readonly name: string;
  readonly onPhoto: (photo: Blob) => void;
  readonly onStop: () => void;
}

export function Camera(props: CameraProps) {
  const [asked, setAsked] = useState<Asked>({ device: null, attempt: 0 });
  return (
    <Film
      key={`${asked.device ?? ''} ${asked.attempt}`}
      {...props}
      device={asked.device}
      onAsk={(device) => setAsked({ device, attempt: asked.attempt + 1 })}
    />
  );
}

interface Asked {
  /** Null where any will do. */
  readonly device: string | null;
  readonly attempt: number;
}

interface FilmProps extends CameraProps {
  readonly device: string | null;
  /** Asks for a camera anew. */
  readonly onAsk: (device: string | null) => void;
}

function Film({ name, onPhoto, onStop, device, onAsk }: FilmProps) {
  const { camera: texts } = useBringMessages().images;
  const video = useRef<HTMLVideoElement>(null);
  const [devices, setDevices] = useState<readonly string[]>([]);
  const [state, setState] = useState<'starting' | 'ready' | CameraProblem>('starting');
  useEffect(() => {
    let stream: MediaStream | null = null;
    let isLeft = false;
    const open = async (): Promise<void> => {
      try {
        stream = await openCamera(device);
        if (stream === null) {
          setState({ kind: 'insecure' });
          return;
        }
        if (isLeft) return;
        const element = video.current;
        if (element === null) return;
        element.srcObject = stream;
        await element.play();
        setState('ready');
        setDevices(await cameraIds());
      } catch (error) {
        if (!isLeft) setState(cameraProblem(error));
      } finally {
        if (isLeft) stop(stream);
      }
    };
    void open();
    return () => {
      isLeft = true;
      stop(stream);
    };
  }, [device]);
  const hold = useHold(async () => {
    const photo = video.current === null ? null : await photoOf(video.current);
    if (photo !== null) onPhoto(photo);
  });
  const isReady = state === 'ready';
  const next = devices[(devices.indexOf(device ?? devices[0] ?? '') + 1) % devices.length] ?? null;
  return (
    <div className="camera" data-testid="camera">
      <video ref={video} playsInline muted aria-label={texts.label} hidden={!isReady} />
      <p role="status" className="camera-news">
        {state === 'starting' && texts.starting}
        {typeof state === 'object' && problemText(state, texts.problems)}
      </p>
      {isReady && <p className="camera-class">{texts.of(name)}</p>}
      <div className="camera-buttons">
        {isReady && (
          <button type="button" className="button button-primary" data-testid="camera-hold" {...hold}>
            {texts.hold}
          </button>
        )}
        {isReady && devices.length > 1 && (
          <button type="button" className="button" onClick={() => onAsk(next)}>
            {texts.other}
          </button>
        )}
        {typeof state === 'object' && (
          <button type="button" className="button" onClick={() => onAsk(device)}>
            {texts.again}
          </button>
        )}
        <button type="button" className="button" data-testid="camera-stop" onClick={onStop}>
          {texts.stop}
        </button>
      </div>
    </div>
  );
}

type Texts = ReturnType<typeof useBringMessages>['images']['camera']['problems'];

const problemText = (problem: CameraProblem, texts: Texts): string =>
  problem.kind === 'other' ? texts.other(problem.message) : texts[problem.kind];

function stop(stream: MediaStream | null): void {
  for (const track of stream?.getTracks() ?? []) track.stop();
}

/** Handlers of a button that acts again and again while it is held, by finger or key; a click that nothing held acts once. */
function useHold(act: () => Promise<void>) {
  const latest = useRef(act);
  const timer = useRef<ReturnType<typeof setInterval> | undefined>(undefined);
  const hasActed = useRef(false);
  useEffect(() => {
    latest.current = act;
  });
  useEffect(() => () => clearInterval(timer.current), []);
  const end = (): void => {
    clearInterval(timer.current);
    timer.current = undefined;
  };
  const begin = (): void => {
    if (timer.current !== undefined) return;
    hasActed.current = true;
    void latest.current();
    timer.current = setInterval(() => void latest.current(), PAUSE);
  };
  const isHeldBy = (key: string): boolean => key === ' ' || key === 'Enter';
  return {
    onPointerDown: ({ currentTarget, pointerId }: PointerEvent) => {
      // What is taken may move the button away from under the finger.
      currentTarget.setPointerCapture(pointerId);
      begin();
    },
    onPointerUp: end,
    onPointerCancel: end,
    onLostPointerCapture: end,
    onBlur: end,
    onContextMenu: (event: { preventDefault: () => void }) => event.preventDefault(),
    onKeyDown: ({ key }: { readonly key: string }) => {
      if (isHeldBy(key)) begin();
    },
    onKeyUp: ({ key }: { readonly key: string }) => {
      if (isHeldBy(key)) end();
    },
    onClick: () => {
      // As assistive technology presses it.
      if (!hasActed.current) void latest.current();
      hasActed.current = false;
    },
  };
}
